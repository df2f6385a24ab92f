import type { FeedLink } from '../about-page.ts'

/** The kinds of feeds, each with how its address ends and what it is. */
export const FEED_KINDS = [
  { kind: 'rss', file: 'feed.rss', type: 'application/rss+xml', name: 'RSS' },
  { kind: 'atom', file: 'feed.atom', type: 'application/atom+xml', name: 'Atom' },
  { kind: 'json', file: 'feed.json', type: 'application/feed+json', name: 'JSON Feed' },
] as const

/** The feeds of a digest or a topic, below its own address. */
export const feedLinks = (path: string, title: string): (FeedLink & { name: string })[] =>
  FEED_KINDS.map(({ file, type, name }) => ({ type, name, title: `${title} (${name})`, path: `${path}/${file}` }))
