import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import type { BriefingContent, Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import { markdownToHtml } from './markdown.ts'

export type FeedKind = 'rss' | 'atom' | 'json'

/** A feed before its kind is chosen. All addresses are whole. */
export type FeedToWrite = {
  title: string
  description: string
  language: Language
  author: string
  pageUrl: string
  feedUrl: string
  changedAt: Instant
  items: FeedItem[]
}

export type FeedItem = { url: string; publishedAt: Instant; changedAt: Instant; content: BriefingContent; topics: string[] }

/** RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1, each item with its whole text as html. Dates are handed on as text. */
export function writeFeed(kind: FeedKind, feed: FeedToWrite): string {
  switch (kind) {
    case 'rss':
      return generateRssFeed(rssOf(feed))
    case 'atom':
      return generateAtomFeed(atomOf(feed))
    case 'json':
      return JSON.stringify(generateJsonFeed(jsonOf(feed)), undefined, 1)
  }
}

/** RFC 822, as RSS has it. */
const mailDate = (at: Instant): string => new Date(at).toUTCString()
/** RFC 3339. */
const isoDate = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at).toString()

function rssOf(feed: FeedToWrite): Parameters<typeof generateRssFeed>[0] {
  return {
    title: feed.title,
    link: feed.pageUrl,
    description: feed.description,
    language: feed.language,
    lastBuildDate: mailDate(feed.changedAt),
    atom: { links: [{ href: feed.feedUrl, rel: 'self', type: 'application/rss+xml' }] },
    items: feed.items.map((item) => ({
      title: item.content.title,
      link: item.url,
      description: item.content.standfirst,
      guid: { value: item.url, isPermaLink: true },
      pubDate: mailDate(item.publishedAt),
      categories: item.topics.map((name) => ({ name })),
      content: { encoded: htmlOf(item.content) },
      dc: { creators: [feed.author], languages: [item.content.language] },
    })),
  }
}

function atomOf(feed: FeedToWrite): Parameters<typeof generateAtomFeed>[0] {
  return {
    id: feed.feedUrl,
    title: { value: feed.title },
    subtitle: { value: feed.description },
    updated: isoDate(feed.changedAt),
    authors: [{ name: feed.author }],
    links: [
      { href: feed.pageUrl, rel: 'alternate', type: 'text/html' },
      { href: feed.feedUrl, rel: 'self', type: 'application/atom+xml' },
    ],
    entries: feed.items.map((item) => ({
      id: item.url,
      title: { value: item.content.title },
      links: [{ href: item.url, rel: 'alternate', type: 'text/html', hreflang: item.content.language }],
      published: isoDate(item.publishedAt),
      updated: isoDate(item.changedAt),
      summary: { value: item.content.standfirst },
      content: { value: htmlOf(item.content), type: 'html' },
      categories: item.topics.map((term) => ({ term })),
    })),
  }
}

function jsonOf(feed: FeedToWrite): Parameters<typeof generateJsonFeed>[0] {
  return {
    title: feed.title,
    description: feed.description,
    home_page_url: feed.pageUrl,
    feed_url: feed.feedUrl,
    language: feed.language,
    authors: [{ name: feed.author }],
    items: feed.items.map((item) => ({
      id: item.url,
      url: item.url,
      title: item.content.title,
      summary: item.content.standfirst,
      content_html: htmlOf(item.content),
      date_published: isoDate(item.publishedAt),
      date_modified: isoDate(item.changedAt),
      language: item.content.language,
      tags: item.topics,
    })),
  }
}

// No feed reader needs more, and a feed is fetched over and over.
const LONGEST_TEXT = 60_000
const htmlOf = ({ body }: BriefingContent): string => markdownToHtml(body.slice(0, LONGEST_TEXT))
