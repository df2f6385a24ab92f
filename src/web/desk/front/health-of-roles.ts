import type { ListedProcess } from '../../../store/listings/processes.ts'
import type { Visit } from '../desk-route.ts'

const ROLES = ['web', 'planner', 'sender', 'collector'] as const

/** Every role with the processes that play it; one that nobody plays stands out. */
export function healthOfRoles(processes: ListedProcess[], { words, when }: Visit): object[] {
  return ROLES.map((role) => {
    const playing = processes.filter(({ roles }) => roles.includes(role))
    const alive = playing.filter(({ isSilent }) => !isSilent)
    return {
      role: words.say(`front.role-${role}`),
      about: words.say(`front.role-${role}-does`),
      isWell: alive.length > 0,
      said: alive.length > 0 ? words.say('front.processes', { count: alive.length }) : words.say('front.nobody'),
      processes: playing.map(({ host, pid, version, seenAt, startedAt, isSilent, troubles }) => ({
        ...{ host, pid, version, isSilent },
        seen: words.say(isSilent ? 'front.silentSince' : 'front.since', { at: when(isSilent ? seenAt : startedAt) }),
        troubles: troubles > 0 ? words.say('front.troubles', { count: troubles }) : '',
      })),
    }
  })
}
