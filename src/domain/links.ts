import { readToken, writeToken } from './link-token.ts'
import type { IsSigned, Sign } from './signature.ts'

/**
 * Every address of ours that stands in a mail. The core makes them here, so that it need not ask the web what its routes are called;
 * the web takes its routes from here too.
 */
export type Links = {
  briefing: (slug: string) => string
  home: () => string
  /** All issues of a digest. */
  digest: (slug: string) => string
  /** An issue on the web, exactly as one reader got it. */
  issueCopy: (issue: IssueRef) => string
  /** The stories of an issue for which one reader's mail had no room. */
  moreStories: (issue: IssueRef) => string
  /** A briefing of a private digest, for everybody who has this link. */
  sharedBriefing: (slug: string) => string
  /** A reader's own feed, without its ending; a new series of addresses makes the older ones lead nowhere. */
  privateFeed: (feed: FeedRef) => string
  /** The page that shows a reader the addresses of the own feed. */
  feeds: (subscription: SubscriptionRef) => string
  /** The page of one subscription: what was chosen, and the ways out. */
  preferences: (subscription: SubscriptionRef) => string
  /** RFC 8058: a POST here unsubscribes at once, a GET shows a page with one button. Of a mail of several digests: from all of them. */
  unsubscribe: (subscription: SubscriptionRef, ...others: SubscriptionRef[]) => string
  /** The page that confirms a sign-up. */
  confirm: (signUpId: number) => string
  /** Where forms to sign up are sent, ours and those on other sites. */
  signUp: () => string
  /** Where a new mailbox says yes to a change of address, and where the old one takes it back. */
  newAddress: (changeId: number) => string
  oldAddress: (changeId: number) => string
  /** Leads on to `url` and counts that somebody went there: by which link of which issue, and not who. */
  counted: (link: CountedLink, url: string) => string
}

/** Whom and which digest a link is about. */
export type SubscriptionRef = { subscriberId: number; digestId: number }

/** The issue of a digest that one subscriber got. */
export type IssueRef = SubscriptionRef & { number: number }

export type FeedRef = { subscriberId: number; series: number }

/** A link in all mails of an issue: to a story of it, or one in its introduction (briefing 0). */
export type CountedLink = { digestId: number; number: number; briefingId: number }

export const ROUTES = {
  briefing: '/b/',
  digest: '/d/',
  topic: '/t/',
  archive: '/archive',
  search: '/search',
  preferences: '/p/',
  unsubscribe: '/u/',
  confirm: '/c/',
  signUp: '/sign-up',
  issueCopy: '/i/',
  sharedBriefing: '/s/',
  feeds: '/f/',
  privateFeed: '/my/',
  newAddress: '/a/',
  oldAddress: '/a/back/',
  counted: '/l/',
} as const

/** Behind the address of an issue as one reader got it: what that mail had no room for. */
export const MORE = '/more'

/** Behind the address of a reader's preferences, before a topic's slug: the page on which to get less of it, or nothing for a while. */
export const FEWER = '/fewer/'

export function linksOf(baseUrl: string, sign: Sign): Links {
  const base = baseUrl.replace(/\/+$/, '')
  return {
    briefing: (slug) => base + ROUTES.briefing + slug,
    home: () => `${base}/`,
    digest: (slug) => base + ROUTES.digest + slug,
    issueCopy: (issue) => base + ROUTES.issueCopy + issueToken(issue, sign),
    moreStories: (issue) => base + ROUTES.issueCopy + issueToken(issue, sign) + MORE,
    sharedBriefing: (slug) => `${base}${ROUTES.sharedBriefing}${slug}/${sign('story', slug)}`,
    privateFeed: ({ subscriberId, series }) => base + ROUTES.privateFeed + writeToken('feed', [subscriberId, series], sign),
    feeds: (subscription) => base + ROUTES.feeds + subscriptionToken(subscription, sign),
    preferences: (subscription) => base + ROUTES.preferences + subscriptionToken(subscription, sign),
    unsubscribe: (subscription, ...others) =>
      base + ROUTES.unsubscribe + subscriptionToken(subscription, sign) + alsoOf(others.map((other) => subscriptionToken(other, sign))),
    signUp: () => base + ROUTES.signUp,
    confirm: (signUpId) => base + ROUTES.confirm + writeToken('sign-up', [signUpId], sign),
    newAddress: (changeId) => base + ROUTES.newAddress + writeToken('new-address', [changeId], sign),
    oldAddress: (changeId) => base + ROUTES.oldAddress + writeToken('old-address', [changeId], sign),
    counted: ({ digestId, number, briefingId }, url) => {
      const to = url.startsWith(`${base}/`) ? url.slice(base.length) : url
      const token = writeToken('click', [digestId, number, briefingId], (purpose, body) => sign(purpose, boundTo(body, to)))
      return `${base}${ROUTES.counted}${token}?to=${encodeURIComponent(to).replaceAll('%2F', '/')}`
    },
  }
}

/** Behind the token of one subscription those of the others that came in the same mail. */
export const alsoOf = (tokens: string[]): string => tokens.map((token, index) => `${index === 0 ? '?' : '&'}also=${token}`).join('')

const issueToken = ({ subscriberId, digestId, number }: IssueRef, sign: Sign): string =>
  writeToken('issue', [subscriberId, digestId, number], sign)

export const subscriptionToken = ({ subscriberId, digestId }: SubscriptionRef, sign: Sign): string =>
  writeToken('subscription', [subscriberId, digestId], sign)

export function readSubscriptionToken(token: string, isSigned: IsSigned): SubscriptionRef | undefined {
  const [subscriberId, digestId, ...rest] = readToken('subscription', token, isSigned) ?? []
  return subscriberId === undefined || digestId === undefined || rest.length > 0 ? undefined : { subscriberId, digestId }
}

// What a link leads to is signed with it: nobody can make one of ours lead elsewhere.
const boundTo = (body: string, to: string): string => `${body} ${to}`

/** The counted link that leads to `to`: an address on the web, or one below our own base that begins with `/`. */
export function readCountedLink(token: string, to: string, isSigned: IsSigned): CountedLink | undefined {
  const isBound: IsSigned = (purpose, body, signature) => isSigned(purpose, boundTo(body, to), signature)
  const [digestId, number, briefingId, ...rest] = readToken('click', token, isBound) ?? []
  if (digestId === undefined || number === undefined || briefingId === undefined || rest.length > 0) return undefined
  return { digestId, number, briefingId }
}

/** The sign-up that a link confirms. */
export function readSignUpToken(token: string, isSigned: IsSigned): number | undefined {
  const [signUpId, ...rest] = readToken('sign-up', token, isSigned) ?? []
  return rest.length > 0 ? undefined : signUpId
}

export function readIssueToken(token: string, isSigned: IsSigned): IssueRef | undefined {
  const [subscriberId, digestId, number, ...rest] = readToken('issue', token, isSigned) ?? []
  if (subscriberId === undefined || digestId === undefined || number === undefined || rest.length > 0) return undefined
  return { subscriberId, digestId, number }
}

export function readFeedToken(token: string, isSigned: IsSigned): FeedRef | undefined {
  const [subscriberId, series, ...rest] = readToken('feed', token, isSigned) ?? []
  return subscriberId === undefined || series === undefined || rest.length > 0 ? undefined : { subscriberId, series }
}
