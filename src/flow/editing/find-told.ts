import { saying } from '../../domain/saying.ts'
import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { FieldProblem } from '../../intake/fields/read-fields.ts'
import type { Db } from '../../store/dialect.ts'
import type { EditedBriefing } from '../../store/edited-briefings.ts'
import { findNamed, isToldByOthers, type Told } from '../../store/told-stories.ts'

/**
 * The briefings that the fields name: whose story is told in another language, and what is corrected. They may be chosen until it is
 * public: after that, who has had a story already depends on them.
 */
export async function findTold(db: Db, current: EditedBriefing, fields: BriefingFields, problems: FieldProblem[]): Promise<Told> {
  const { storyId, correctsId, publicRevision } = current
  if (publicRevision !== null) return { storyId, correctsId }
  const find = async (field: 'translationOf' | 'corrects') => {
    const written = fields[field].trim()
    if (written === '' || written === current[field]) return written === '' ? null : { isKnown: true as const }
    const found = await findNamedBriefing(db, written)
    if (!found) problems.push({ field, line: 0, message: saying('refusals.no-briefing', { name: written.slice(0, 80), how: HOW }) })
    else if (found.id === current.id) problems.push({ field, line: 0, message: saying('refusals.briefing-itself', { how: HOW }) })
    else return { isKnown: false as const, ...found }
    return null
  }
  const [original, corrected] = [await find('translationOf'), await find('corrects')]
  if (original?.isKnown === false && (await isToldByOthers(db, current.id)))
    problems.push({
      field: 'translationOf',
      line: 0,
      message: saying('refusals.translated-already'),
    })
  return {
    storyId: original === null ? null : original.isKnown ? storyId : original.storyId,
    correctsId: corrected === null ? null : corrected.isKnown ? correctsId : corrected.id,
  }
}

const HOW = saying('refusals.how-to-name')

/** `#12`, `https://news.example/b/the-quay`, `the-quay`, or the key that it had where it came from */
export async function findNamedBriefing(db: Db, written: string): Promise<{ id: number; storyId: number } | undefined> {
  const [, id] = /^#(\d{1,15})$/.exec(written.trim()) ?? []
  if (id !== undefined) return findNamed(db, { id: Number(id) })
  const word = /^https?:/.test(written.trim())
    ? written
        .replace(/[?#].*$/, '')
        .replace(/\/+$/, '')
        .split('/')
        .at(-1)
    : written.trim()
  return word === undefined || word === '' ? undefined : findNamed(db, { word })
}
