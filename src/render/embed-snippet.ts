import { readFileSync } from 'node:fs'
import type { Digest } from '../domain/digest.ts'
import { direction } from '../domain/language.ts'
import type { Topic } from '../domain/topic.ts'
import { compileTemplate, type Template } from './compile-template.ts'
import { nameIn } from './name-in.ts'
import { wordsFor } from './words.ts'

type Embedded = { action: string; digest: Pick<Digest, 'slug'>; topics: Topic[]; language: string; consent: string }

/** The sign-up form as plain html for a page elsewhere: it needs no script and loads nothing from us before it is sent. */
export function embedSnippet({ action, digest, topics, language, consent }: Embedded): string {
  const words = wordsFor(language)
  const isBelow = ({ parentId }: Topic): boolean => topics.some(({ id }) => id === parentId)
  return template()({
    ...{ action, consent, slug: digest.slug, language: words.language, dir: direction(words.language) },
    words: Object.fromEntries(WORDS.map((key) => [key, words.say(key)])),
    // A parent stands for all of its group: a short form elsewhere needs no more.
    topics: topics.filter((topic) => !isBelow(topic)).map(({ slug, names }) => ({ slug, text: nameIn(names, words.language).text })),
  })
}

const WORDS = ['signUpAddress', 'chooseTopics', 'signUpTrap', 'signUpButton']

let compiled: Template | undefined

const template = (): Template =>
  (compiled ??= compileTemplate(readFileSync(new URL('../../templates/pages/_embed.hbs', import.meta.url), 'utf8')))
