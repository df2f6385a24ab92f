import { checkZone } from '../../../domain/time-zone.ts'
import type { findFindings } from '../../../store/listings/findings.ts'
import type { WaitingForPerson } from '../../../store/listings/front.ts'
import type { ListedProcess } from '../../../store/listings/processes.ts'
import type { Visit } from '../desk-route.ts'

type Found = {
  waiting: WaitingForPerson
  processes: ListedProcess[]
  findings: Awaited<ReturnType<typeof findFindings>>
  readersByZone: { zone: string; readers: number }[]
}

type Thing = { key: string; count: number; to: string; colour: 'red' | 'yellow' | 'blue' }

/** What needs a person, the gravest first; what does not is left out. */
export function thingsToDo({ waiting, processes, findings, readersByZone }: Found, { words }: Visit): object[] {
  const diagnosed = (state: string): number => findings?.diagnoses.filter((one) => one.state === state).length ?? 0
  const strange = readersByZone.filter(({ zone }) => checkZone(zone) === undefined)
  const things: Thing[] = [
    { key: 'trouble', count: processes.filter(({ isSilent, lastTrouble }) => !isSilent && lastTrouble !== null).length, ...TRANSPORT },
    { key: 'silent', count: processes.filter(({ isSilent }) => isSilent).length, to: '#roles', colour: 'red' },
    { key: 'faults', count: diagnosed('fault'), ...TRANSPORT },
    { key: 'heldIssues', count: waiting.heldIssues, to: '/issues?state=held', colour: 'red' },
    { key: 'drafts', count: waiting.drafts, to: '/issues?state=draft', colour: 'yellow' },
    { key: 'doubtful', count: waiting.doubtful, to: '/doubtful', colour: 'yellow' },
    { key: 'heldAddresses', count: waiting.heldAddresses, to: '/suppressions/held', colour: 'yellow' },
    { key: 'warnings', count: diagnosed('warning'), to: '/transports', colour: 'blue' },
    { key: 'unmatched', count: waiting.unmatched, to: '/unmatched', colour: 'blue' },
    { key: 'zones', count: strange.reduce((sum, { readers }) => sum + readers, 0), to: '/zones', colour: 'blue' },
  ]
  return things
    .filter(({ count }) => count > 0)
    .map(({ key, count, to, colour }) => ({
      to,
      colour,
      count: words.say('number', { n: count }),
      label: words.say(`front.${key}`, { count }),
    }))
}

const TRANSPORT = { to: '/transports', colour: 'red' } as const
