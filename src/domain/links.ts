/**
 * Every address of ours that stands in a mail. The core makes them here, so that it need not ask the web what its routes are called;
 * the web takes its routes from here too.
 */
export type Links = {
  briefing: (slug: string) => string
  home: () => string
  /** The page of one subscription: what was chosen, and the ways out. */
  preferences: (subscription: SubscriptionRef) => string
  /** RFC 8058: a POST here unsubscribes at once, a GET shows a page with one button. */
  unsubscribe: (subscription: SubscriptionRef) => string
}

/** Whom and which digest a link is about. */
export type SubscriptionRef = { subscriberId: number; digestId: number }

/** Makes a tamper-proof word of lower-case letters and digits for a purpose and a message. Handed in: the domain has no keys. */
export type Sign = (purpose: Purpose, message: string) => string

export type Purpose = 'subscription' | 'bounce' | 'message-id'

export const ROUTES = { briefing: '/b/', preferences: '/p/', unsubscribe: '/u/' } as const

export function linksOf(baseUrl: string, sign: Sign): Links {
  const base = baseUrl.replace(/\/+$/, '')
  return {
    briefing: (slug) => base + ROUTES.briefing + slug,
    home: () => `${base}/`,
    preferences: (subscription) => base + ROUTES.preferences + subscriptionToken(subscription, sign),
    unsubscribe: (subscription) => base + ROUTES.unsubscribe + subscriptionToken(subscription, sign),
  }
}

/** `<subscriber>-<digest>-<signature>`; it names a subscription without telling an address, and nobody else can make it. */
export function subscriptionToken({ subscriberId, digestId }: SubscriptionRef, sign: Sign): string {
  const body = `${subscriberId.toString(36)}-${digestId.toString(36)}`
  return `${body}-${sign('subscription', body)}`
}

/** What a token names, before anybody has checked its signature. */
export function parseSubscriptionToken(token: string): (SubscriptionRef & { body: string; signature: string }) | undefined {
  const match = /^(([0-9a-z]{1,11})-([0-9a-z]{1,11}))-([0-9a-z]{20,64})$/.exec(token)
  if (!match) return undefined
  const [, body = '', subscriber = '', digest = '', signature = ''] = match
  return { subscriberId: parseInt(subscriber, 36), digestId: parseInt(digest, 36), body, signature }
}
