import type { FastifyRequest } from 'fastify'
import { TEXT_FIELDS, type BriefingFields } from '../../../domain/briefing-fields.ts'

/** The largest form with a briefing in it; Chinese takes nine bytes for a letter on the way. */
export const LARGEST_BRIEFING_FORM = 4_000_000

const LONGEST = 400_000

/** A briefing's fields as they were sent, and the revision that they were begun from. */
export function readBriefingForm(request: FastifyRequest): { fields: BriefingFields; revision: number } {
  const body = (request.body ?? {}) as Record<string, unknown>
  const texts = Object.fromEntries(TEXT_FIELDS.map((name) => [name, textOf(body[name])])) as Omit<BriefingFields, 'topics' | 'isPinned'>
  const topics = [body['topics']].flat().filter((slug): slug is string => typeof slug === 'string')
  return {
    fields: { ...texts, topics: topics.slice(0, 200), isPinned: body['isPinned'] === 'yes' },
    revision: Number(body['revision']) || 0,
  }
}

// Browsers send CR LF for every line break of a text.
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, LONGEST).replaceAll(/\r\n?/g, '\n').toWellFormed() : ''
