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
