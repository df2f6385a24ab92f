import { setTimeout as sleep } from 'node:timers/promises'

const REST = 20

/**
 * Between two pieces of work that nobody waits for by the second: digests share this process and its database with them, and go on
 * meanwhile. However many pieces there are, they take a small part of the time and never one after the other.
 */
export const giveWay = (): Promise<void> => sleep(REST)
