import { saying } from '../../../domain/saying.ts'
import { direction } from '../../../domain/language.ts'
import { textWidth } from '../../../domain/text-width.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { isEastAsian } from '../message/east-asian.ts'
import type { Message } from '../message/read-message.ts'
import { withoutUrls } from '../message/text-urls.ts'
import { countLetters, isRightToLeft, mainScript } from '../page/letter-counts.ts'

/** Forty ideographs: 38 and room for a mark that must not begin the next line. */
const WIDEST = 80

const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const SAMPLE = 20_000

export const textPartChecks: Check[] = [{ id: 'B8', level: 'must', look: textFaults }]

function textFaults(message: Message, context: LintContext): Fault[] {
  const isRtlText = isRtl(message, context)
  const lines = message.text?.content.split('\n') ?? []
  return lines.flatMap((line, index) => lineFaults(line, isRtlText).map((fault) => ({ ...fault, where: `line ${index + 1} of the text` })))
}

function isRtl({ text }: Message, { language }: LintContext): boolean {
  if (language !== undefined) return direction(language) === 'rtl'
  return isRightToLeft(mainScript(countLetters(text?.content.slice(0, SAMPLE) ?? '')) ?? '')
}

function lineFaults(line: string, isRtlText: boolean): Fault[] {
  const words = withoutUrls(line)
  const width = line.length > WIDEST / 2 && isEastAsian(line) ? textWidth(words.trimEnd()) : 0
  return [
    ...faultIf(width > WIDEST, saying('lint.east-asian-wide', { width })),
    ...faultIf(BIDI_CONTROL.test(line), saying('lint.direction-mark')),
    ...faultIf(/^[\p{M}\u200d]/u.test(line), saying('lint.line-starts-inside')),
    ...faultIf(isRtlText && words.length < line.length && /[\p{L}\p{N}]/u.test(words), saying('lint.address-amid-rtl')),
  ]
}
