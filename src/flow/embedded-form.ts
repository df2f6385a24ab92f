import type { Digest } from '../domain/digest.ts'
import { embedSnippet } from '../render/embed-snippet.ts'
import { nameIn } from '../render/name-in.ts'
import { wordsFor } from '../render/words.ts'
import type { Store } from '../store/dialect.ts'
import { findDigest } from '../store/digests.ts'
import { listOfferedTopics } from '../store/listings/reader-subscriptions.ts'
import type { Publication } from './publication.ts'

/** The form to sign up for a digest, as html for a page elsewhere; undefined when there is no such digest. */
export async function embeddedForm(
  { db }: Store,
  publication: Publication,
  { slug, language }: { slug: string; language: string },
): Promise<string | undefined> {
  const digest = await findDigest(db, slug)
  if (!digest) return undefined
  const topics = await listOfferedTopics(db, digest.id)
  return embedSnippet({ action: publication.links.signUp(), digest, topics, language, consent: consentText(publication, digest, language) })
}

/** The sentence above the button, to which somebody agrees who presses it. */
export function consentText({ sender }: Publication, { names }: Pick<Digest, 'names'>, language: string): string {
  const words = wordsFor(language)
  return words.say('signUpConsent', { publication: sender.name, digest: nameIn(names, words.language).text })
}
