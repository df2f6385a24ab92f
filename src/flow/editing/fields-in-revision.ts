import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { BriefingContent, Filing } from '../../domain/briefing.ts'
import type { Topic } from '../../domain/topic.ts'
import { fieldsOf } from '../../intake/fields/fields-of.ts'

type Said = { content: BriefingContent; filing: Filing; slug: string; translationOf: string; corrects: string }

/** What a revision says, as the fields of the form. */
export function fieldsInRevision({ content, filing, slug, translationOf, corrects }: Said, topics: Topic[]): BriefingFields {
  const { topicIds, priority, isPinned } = filing
  const slugs = topics.filter(({ id }) => topicIds.includes(id)).map((topic) => topic.slug)
  return fieldsOf(content, { topics: slugs, priority, isPinned, slug, translationOf, corrects })
}
