import type { ImportWish } from './import-row.ts'
import type { ImportPlan, Verdict } from './reader-import.ts'

/** What is known of somebody before a row is carried out. `subscription`: that of the digest which the row names. */
export type KnownReader = {
  id: number | undefined
  name: string
  isSuppressed: boolean
  subscription:
    { isActive: boolean; topicIds: string; minute: number; weekdays: number; zone: string; languages: string; format: string } | undefined
}

/** What a row comes to. Nobody who is suppressed or has left is brought back; who is there stays as chosen unless the plan says otherwise. */
export function decideImport(wish: ImportWish, known: KnownReader, { known: rule }: Pick<ImportPlan, 'known'>): Verdict {
  if (known.isSuppressed) return 'suppressed'
  if (known.id === undefined) return 'added'
  if (!known.subscription) return 'joined'
  if (!known.subscription.isActive) return 'left'
  if (rule === 'update' && isOther(wish, known.subscription)) return 'updated'
  return known.name === '' && wish.name !== '' ? 'updated' : 'unchanged'
}

type Chosen = NonNullable<KnownReader['subscription']>

/** Only what the row itself says counts: what stands in for an empty cell was never chosen by anybody. */
function isOther(wish: ImportWish, chosen: Chosen): boolean {
  const next = chosenBy(wish, chosen)
  return (Object.keys(next) as (keyof typeof next)[]).some((field) => next[field] !== chosen[field])
}

/** What a known reader has chosen, with what the row says in its place. */
export const chosenBy = (wish: ImportWish, chosen: Chosen): Omit<Chosen, 'isActive'> => ({
  topicIds: wish.said.has('topics') ? wish.topicIds.join(',') : chosen.topicIds,
  minute: wish.said.has('hour') ? wish.minute : chosen.minute,
  weekdays: wish.said.has('days') ? wish.weekdays : chosen.weekdays,
  zone: wish.said.has('zone') ? wish.zone : chosen.zone,
  languages: wish.said.has('languages') ? wish.languages.join(',') : chosen.languages,
  format: wish.said.has('format') ? wish.format : chosen.format,
})
