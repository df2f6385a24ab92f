/** What happens here that others may be told of by webhook. */
export const HOOK_EVENTS = [
  'delivery.accepted',
  'delivery.refused',
  'delivery.bounced',
  'delivery.complained',
  'subscriber.confirmed',
  'subscriber.unsubscribed',
  'issue.sent',
] as const
export type HookEventKind = (typeof HOOK_EVENTS)[number]

/** `stopped`: by a person, or by itself after failing for days. */
export type HookState = 'active' | 'stopped'

export type HookPostState = 'waiting' | 'posting' | 'taken' | 'given-up'

export const isHookEvent = (text: string): text is HookEventKind => HOOK_EVENTS.some((kind) => kind === text)

/** Why a hook cannot be made as it was wished. */
export type HookFault = 'no-name' | 'no-url' | 'no-events'

const FAULTS: Record<HookFault, string> = {
  'no-name': 'Give it a name of at most 80 characters.',
  'no-url': 'Write an address such as https://example.com/hooks, without user and password.',
  'no-events': `Name at least one kind of event: ${HOOK_EVENTS.join(', ')}.`,
}

export const hookFaultText = (fault: HookFault): string => FAULTS[fault]
