import type { DeskRoute } from '../desk-route.ts'

/** Everything about the house: topics, digests, the way out, what comes back, keys and settings. */
export const ADMIN_ROUTES: DeskRoute[] = []
