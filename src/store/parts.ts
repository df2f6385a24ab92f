import type { Language } from '../domain/briefing.ts'
import type { Format } from '../domain/part.ts'
import type { Db } from './dialect.ts'

/** A part as it is frozen: the same content is stored once, by its hash. `kind` is a PartKind, or `summary`. */
export type FrozenPart = { language: Language; format: Format; kind: string; about: number; hash: string; content: string }

/** The parts of an issue as they were frozen together: the first printing at its approval, another for every correction while it goes out. */
export type PrintingRef = { issueId: number; printing: number }

export async function freezeParts(tx: Db, { issueId, printing }: PrintingRef, parts: FrozenPart[]): Promise<void> {
  for (const chunk of chunksOf(parts, 500)) {
    const contents = chunk.map(({ hash, content }) => ({ hash, content }))
    await tx
      .insertInto('parts')
      .values(contents)
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute()
    const rows = chunk.map(({ language, format, kind, about, hash }) => ({
      ...{ issue_id: issueId, printing, language },
      ...{ format, kind, about, hash },
    }))
    await tx.insertInto('issue_parts').values(rows).execute()
  }
}

/** The languages that an issue is frozen in; undefined before it is. */
export async function listFrames(db: Db, { id, printing }: { id: number; printing: number }): Promise<Language[] | undefined> {
  const frozen = db.selectFrom('issue_parts').select('language').distinct().where('issue_id', '=', id).where('printing', '=', printing)
  const rows = await frozen.orderBy('language').execute()
  return rows.length === 0 ? undefined : rows.map(({ language }) => language)
}

/** The frozen parts of a printing; with a language and format, only those. */
export async function listParts(
  db: Db,
  { issueId, printing }: PrintingRef,
  only?: { language: Language; format: Format },
): Promise<FrozenPart[]> {
  let query = db
    .selectFrom('issue_parts')
    .innerJoin('parts', 'parts.hash', 'issue_parts.hash')
    .select(['language', 'format', 'kind', 'about', 'parts.hash', 'content'])
    .where('issue_id', '=', issueId)
    .where('printing', '=', printing)
  if (only) query = query.where('language', '=', only.language).where('format', '=', only.format)
  return query.orderBy('language').orderBy('format').orderBy('kind').orderBy('about').execute()
}

function chunksOf<Item>(items: Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
