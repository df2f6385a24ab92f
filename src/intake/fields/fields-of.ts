import type { BriefingContent, Source } from '../../domain/briefing.ts'
import type { BriefingFields } from '../../domain/briefing-fields.ts'
import { keyPoints } from '../key-points.ts'
import { outlineMarkdown } from '../markdown/outline-markdown.ts'

type Filed = { topics: string[]; priority: number; isPinned: boolean; slug: string; translationOf?: string; corrects?: string }

/** A briefing as the fields of the form in which it is written; what follows from the rest is left empty. */
export function fieldsOf(content: BriefingContent, filed: Filed): BriefingFields {
  const { topics, priority, isPinned, slug, translationOf = '', corrects = '' } = filed
  const own = keyPoints(outlineMarkdown(content.body, { takeTitle: () => false }).passages)
  const isOwn = JSON.stringify(own) === JSON.stringify(content.keyPoints)
  const { title, headline, kicker, standfirst, body, language, sources, sourceCount, updatedOn = '' } = content
  return {
    ...{ title, kicker, standfirst, body, language, topics, isPinned, slug, updatedOn, translationOf, corrects },
    headline: headline === title ? '' : headline,
    sources: sources.map(lineOf).join('\n'),
    sourceCount: sourceCount === sources.length ? '' : String(sourceCount),
    keyPoints: isOwn ? '' : content.keyPoints.join('\n'),
    priority: String(priority),
  }
}

const lineOf = ({ title, url }: Source): string => (url === undefined ? title : `${title} ${url}`)
