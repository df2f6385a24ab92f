import { classifyReply, type Verdict } from './classify-reply.ts'
import type { Reply } from './plain-reply.ts'

// Where in a report's prose the other server's own words begin: after `<<<`, "said:", a bracket, or at the start of a line.
const BEFORE = [
  String.raw`(?:<<<|>>>)\s*`,
  String.raw`(?:said|says|responded|returned|was|response|reason|error|message|reply|diagnostic[- ]code|answered|with)` +
    String.raw`\s*(?:\[[^\]]{1,40}\])?\s*[:：]?\s*["'(\[]?\s*(?:smtp;\s*)?`,
  String.raw`[:(\['"]\s*`,
  String.raw`(?:^|\n)\s*(?:\.\.\.\s*)?`,
].join('|')
const QUOTED_REPLY = new RegExp(String.raw`(?:${BEFORE})(?=#?[45]\d\d[- ]|#?[45]\.\d\.\d{1,3}\b)`, 'giu')

/**
 * Classifies a report about one recipient from several texts, from the surest to the vaguest: the server's own words before the prose
 * around them. The first in which words decide wins; else the first that says anything.
 */
export function judgeTexts(texts: string[], known: Omit<Reply, 'text'>): Verdict {
  const verdicts = [...texts.filter((text) => text.trim() !== ''), ''].map((text) => classifyReply({ ...known, text }))
  const [first = classifyReply({ ...known, text: '' })] = verdicts
  return verdicts.find((verdict) => verdict.isTelling) ?? verdicts.find((verdict) => verdict.reason !== 'unclear') ?? first
}

/** The parts of a prose text that quote a server: each from a reply code or status to the end of its paragraph. */
export function quotedReplies(text: string): string[] {
  const starts = [...text.matchAll(QUOTED_REPLY)].slice(0, 8).map((match) => match.index + match[0].length)
  return starts.map((start) => text.slice(start, start + 1_200).split(/\n\s*\n/)[0] ?? '')
}
