import type { FastifyRequest } from 'fastify'
import { wordLanguages } from '../../../render/words.ts'
import { canonicalLanguage } from '../../../domain/language.ts'

const LONGEST = 500
const OTHER = 'other'

/** A field for each language that we have words for or that has something already; and one more, for any other. */
export function languageFields(values: Record<string, string>, language: string): { tag: string; label: string; value: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'language' })
  return [...new Set([...wordLanguages(), ...Object.keys(values)])].map((tag) => ({
    tag,
    label: names.of(tag) ?? tag,
    value: values[tag] ?? '',
  }))
}

/** What such fields hold: `name-en`, `name-zh`, and `name-other` in the language that `name-other-tag` names. Empty ones are left out. */
export function namesFrom(request: FastifyRequest, prefix: string): Record<string, string> {
  const body = (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Record<string, unknown>
  const start = `${prefix}-`
  const given = Object.entries(body).flatMap(([field, value]) => {
    if (!field.startsWith(start) || typeof value !== 'string' || value.trim() === '') return []
    const word = field.slice(start.length)
    const tag = word === OTHER ? body[`${start}${OTHER}-tag`] : word
    const language = typeof tag === 'string' ? canonicalLanguage(tag) : undefined
    return language === undefined ? [] : [[language, value.slice(0, LONGEST).toWellFormed()] as const]
  })
  return Object.fromEntries(given)
}
