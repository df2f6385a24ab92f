import type { Format } from '../../../domain/part.ts'
import { checkBriefing } from '../../../flow/checks/check-briefing.ts'
import { checkMail } from '../../../flow/checks/check-mail.ts'
import type { CheckFinding } from '../../../flow/checks/finding.ts'
import type { OpenEditor } from '../../../flow/editing/open-editor.ts'
import { previewStory, type StoryMail } from '../../../flow/editing/preview-story.ts'
import { readMail } from '../../../flow/read-mail.ts'
import { readFields, type FieldProblem } from '../../../intake/fields/read-fields.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'

type Looked = Pick<OpenEditor, 'briefing' | 'fields'>

/** The mail with the story as somebody has it before the eyes. */
export function mailOf(
  web: Web,
  { person }: Visit,
  { briefing, fields }: Looked,
  as: { language: string; format: Format },
): Promise<StoryMail> {
  const { content } = readFields(fields)
  const look = { content, topics: fields.topics, slug: briefing.slug, address: person.address, ...as }
  return previewStory(web.store.db, look, web.publication, web.clock())
}

/** Everything that the checks find in the story's words and in its mail, and what could not be read. */
export async function checkStory(
  web: Web,
  visit: Visit,
  looked: Looked,
  language: string,
): Promise<{ subject: string; problems: FieldProblem[]; findings: CheckFinding[] }> {
  const { content, problems } = readFields(looked.fields)
  const topics = looked.fields.topics
  const { raw, context } = await mailOf(web, visit, looked, { language, format: 'html' })
  const { subject } = await readMail(raw)
  return { subject, problems, findings: [...checkBriefing(content, topics), ...(await checkMail(raw, context, { ofStory: true }))] }
}
