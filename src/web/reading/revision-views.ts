import { direction } from '../../domain/language.ts'
import { revisionChanges, type PassageChange, type RevisionChanges } from '../../domain/revision-changes.ts'
import type { Words } from '../../render/words.ts'
import type { PublicRevision } from '../../store/listings/public-revisions.ts'
import { calendarDate } from './story-view.ts'

/** Of a text that was rewritten, so many passages show how. */
const MOST_PASSAGES = 40

/** The revisions of a briefing since it was published, the newest first, each with what it changed; none where there is only one. */
export function revisionViews(revisions: PublicRevision[], words: Words) {
  const views = revisions.slice(1).map((revision, index) => {
    const before = revisions[index]?.content ?? revision.content
    const changes = revisionChanges(before, revision.content)
    const date = calendarDate(revision.at)
    return {
      date,
      dateText: words.date(date, 'long'),
      summary: summaryOf(changes, words),
      language: revision.content.language,
      dir: direction(revision.content.language),
      passages: passagesOf(changes).slice(0, MOST_PASSAGES),
    }
  })
  return views.reverse()
}

/** `Title changed · 2 passages changed · 1 source added` */
function summaryOf({ title, standfirst, passages, newSources, goneSources }: RevisionChanges, words: Words): string {
  const said = [
    ...(title ? [words.say('changedTitle')] : []),
    ...(standfirst ? [words.say('changedStandfirst')] : []),
    ...counted('changedPassages', passages.length, words),
    ...counted('newSources', newSources.length, words),
    ...counted('goneSources', goneSources.length, words),
  ]
  return said.length > 0 ? said.join(' · ') : words.say('changedDetails')
}

const counted = (key: string, count: number, words: Words): string[] => (count === 0 ? [] : [words.say(key, { count })])

function passagesOf({ title, standfirst, passages, newSources, goneSources }: RevisionChanges) {
  const sources: PassageChange[] = [
    ...goneSources.map((source) => [{ kind: 'gone' as const, text: source.title }]),
    ...newSources.map((source) => [{ kind: 'new' as const, text: source.title }]),
  ]
  const all = [...(title ? [title] : []), ...(standfirst ? [standfirst] : []), ...passages, ...sources]
  return all.map((passage) => passage.map(({ kind, text }) => ({ text, isGone: kind === 'gone', isNew: kind === 'new' })))
}
