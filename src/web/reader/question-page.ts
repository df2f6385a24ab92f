import type { Language } from '../../domain/briefing.ts'
import { maskAddress } from '../../domain/mask-address.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { wordsFor } from '../../render/words.ts'

/** A page that asks one thing, or says what came of it. Texts are keys of wordings. */
export type Question = {
  language: Language
  title: string
  about: readonly string[]
  /** Shown in part. */
  address?: string
  /** Posted to a path of ours, without the leading slash. */
  button?: { path: string; label: string }
  links?: readonly { path: string; label: string }[]
}

export function writeQuestionPage(web: Web, { language, title, about, address, button, links = [] }: Question): string {
  const words = wordsFor(language)
  const heading = words.say(title)
  const said = ({ path, label }: { path: string; label: string }) => ({ path, label: words.say(label) })
  const view = {
    heading,
    address: address === undefined ? '' : maskAddress(address),
    paragraphs: about.map((key) => words.say(key)),
    button: button ? said(button) : null,
    links: links.map(said),
  }
  return writePage(web, { name: 'question', language, title: heading, view })
}
