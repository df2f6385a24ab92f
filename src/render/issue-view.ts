import type { BriefingContent, Language } from '../domain/briefing.ts'
import type { DigestLook, Font } from '../domain/digest-look.ts'
import type { IssueToRender } from '../domain/issue-to-render.ts'
import { canonicalLanguage } from '../domain/language.ts'
import { gap, MERGE_TAGS } from '../domain/merge-tag.ts'
import { imprintLines } from '../domain/imprint-lines.ts'
import type { Names } from '../domain/topic.ts'
import { clip } from './clip.ts'
import { nameIn } from './name-in.ts'
import { introductionView } from './introduction.ts'
import { accentShades, PALETTE } from './palette.ts'
import { ownUrl } from './web-url.ts'
import { typographyOf } from './typography.ts'
import { wordsFor, type Words } from './words.ts'

/** In code points. A story of a mail is an invitation to the full text; whoever writes more than this finds it cut with `…`. */
const LONGEST = { name: 80, kicker: 80, title: 240, standfirst: 900, keyPoint: 300, address: 200 }
const KEY_POINTS = { lead: 5, story: 3 }

/** What stands around the stories. In this and the other views all text from outside is clean: none of it can spell a gap. */
export function frameView(issue: IssueToRender, language: Language) {
  const words = wordsFor(language)
  const { look = {} } = issue.digest
  const digest = nameView(issue.digest.names, language, look.font)
  const accent = accentShades(issue.digest.accent)
  const wording = (key: string) => words.say(key)
  return {
    gap: Object.fromEntries(MERGE_TAGS.map((tag) => [camelCase(tag), gap(tag)])),
    accent,
    masthead: mastheadView(look, { start: digest.start, home: issue.webUrl }),
    words: Object.fromEntries(FRAME_WORDS.map((key) => [key, wording(key)])),
    digest,
    number: words.say('number', { number: issue.number }),
    date: words.date(issue.date, 'full'),
    introduction: introductionOf(issue, language, accent.light) ?? null,
    why: words.pieces('why').map(pieceView),
    whyText: words.say('why', { digest: digest.text, address: gap('address') }),
    webUrl: ownUrl(issue.webUrl),
    imprint: imprintLines(clip(issue.senderName, LONGEST.name), issue.postalAddress).map((line) => clip(line, LONGEST.address)),
  }
}

function introductionOf({ words, counted }: IssueToRender, language: Language, accent: string) {
  const said = wordingIn(words?.introductions, language)
  return said && introductionView(said.text, { language: said.language, accent, ink: PALETTE.ink.light, counted })
}

/** What an editor says in that language, or in the one that its readers understand next. */
export function wordingIn(wordings: Names | undefined, language: Language): { text: string; language: Language } | undefined {
  const said = Object.entries(wordings ?? {}).filter(([, text]) => text.trim() !== '')
  return said.length === 0 ? undefined : nameIn(Object.fromEntries(said), language)
}

const FRAME_WORDS = [
  'contents',
  'read',
  'fewer',
  'lines',
  'end',
  'topics',
  'preferences',
  'unsubscribe',
  'noteTitle',
  'noteAbout',
  'browser',
]

const pieceView = (piece: { text: string } | { name: string }) =>
  'name' in piece
    ? { text: '', isDigest: piece.name === 'digest', isAddress: piece.name === 'address' }
    : { ...piece, isDigest: false, isAddress: false }

/** How the name stands above a mail, and the picture over it. */
function mastheadView({ masthead = 'centred', logo }: DigestLook, { start, home }: { start: string; home: string }) {
  const align = masthead === 'side' ? start : 'center'
  const margin = masthead === 'side' ? '0 0 14px' : '0 auto 14px'
  return { align, margin, isBand: masthead === 'band', logo: logo ? { ...logo, url: new URL(logo.path, home).href } : null }
}

/** A topic's or digest's name, with its language and how that is set. */
export function nameView(names: Names, language: Language, font?: Font) {
  const name = nameIn(names, language)
  return { text: clip(name.text, LONGEST.name), ...languageView(name.language, font) }
}

/** What a mail shows of a briefing: the lead a little more than the others. */
export function storyView(content: BriefingContent, url: string, frame: { words: Words; size: 'lead' | 'story'; font?: Font | undefined }) {
  return {
    url: ownUrl(url),
    ...languageView(content.language, frame.font),
    kicker: clip(content.kicker, LONGEST.kicker),
    title: clip(content.title, LONGEST.title),
    standfirst: clip(content.standfirst, LONGEST.standfirst),
    keyPoints: content.keyPoints
      .slice(0, KEY_POINTS[frame.size])
      .map((point) => clip(point, LONGEST.keyPoint))
      .filter(Boolean),
    facts: factsOf(content, frame.words),
  }
}

/** Its tag, fit for a lang attribute, and its typography. */
function languageView(tag: Language, font?: Font) {
  const language = canonicalLanguage(tag) ?? 'und'
  return { language, ...typographyOf(language, font) }
}

/** `3 sources · Updated 13 February 2026` */
function factsOf({ sourceCount, updatedOn }: BriefingContent, words: Words): string {
  const sources = sourceCount > 0 ? [words.say('sources', { count: sourceCount })] : []
  const updated = !updatedOn || !isDate(updatedOn) ? [] : [words.say('updated', { date: words.date(updatedOn, 'long') })]
  return [...sources, ...updated].join(' · ')
}

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

const camelCase = (tag: string) => tag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
