import type { Because } from '../domain/explanation.ts'
import type { Format } from '../domain/part.ts'
import { compileTemplate } from './compile-template.ts'
import { nameIn } from './name-in.ts'
import { PALETTE } from './palette.ts'
import type { Words } from './words.ts'

const html = compileTemplate(
  `<details class="muted" dir="auto" style="margin:10px 0 0;font-size:14px;line-height:24px;color:${PALETTE.muted.light}"><summary>{{question}}</summary>{{answer}}</details>`,
)

/** "Why this story?" and the answer, for the reader in whose mail it stood; html opens without a script. */
export function whyLine(because: Because, words: Words, format: Format): string {
  const topic = 'topic' in because ? { topic: nameIn(because.topic, words.language).text } : {}
  const line = { question: words.say('whyThisStory'), answer: words.say(`you-${because.code}`, topic) }
  return format === 'html' ? html(line) : `\n\n${line.question}\n${line.answer}`
}
