import { saying } from '../../../domain/saying.ts'
import { textWidth } from '../../../domain/text-width.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isEastAsian } from '../message/east-asian.ts'
import { longLines } from '../message/long-lines.ts'
import type { Message } from '../message/read-message.ts'
import { withoutUrls } from '../message/text-urls.ts'

const LONGEST = 998
const COMFORTABLE = 78

/** Written by the servers on the way, not by us. */
const TRACES = /^(?:received|return-path|delivered-to|authentication-results|arc-|x-)/i

export const lineChecks: Check[] = [
  { id: 'A1', level: 'must', look: (message) => [...tooLongLines(message), ...unfoldedFields(message), ...unwrappedText(message)] },
  { id: 'A2', level: 'must', look: ({ octets }) => bareLineEnds(octets) },
  { id: 'A15', level: 'should', look: fromLines },
]

const tooLongLines = ({ plain }: Message): Fault[] =>
  longLines(plain, LONGEST).map(({ line, length }) => ({
    message: saying('lint.line-too-long', { count: length, most: LONGEST }),
    where: `line ${line}`,
  }))

function unfoldedFields({ fields }: Message): Fault[] {
  const ours = fields.filter(({ name }) => !TRACES.test(name))
  return ours.flatMap(({ name, lines, line }) =>
    lines.flatMap((text, index): Fault[] => {
      const content = (index === 0 ? text.slice(name.length + 1) : text).trim()
      if (text.length <= COMFORTABLE || !/[^ \t][ \t]+[^ \t]/.test(content)) return []
      return [
        {
          level: 'should',
          message: saying('lint.field-line-long', { name, count: text.length, most: COMFORTABLE }),
          where: `line ${line + index}`,
        },
      ]
    }),
  )
}

// Lines in East Asian scripts are the business of B8: they break between any two characters.
function unwrappedText({ text }: Message): Fault[] {
  return (text?.content ?? '').split('\n').flatMap((line, index): Fault[] => {
    if (line.length <= COMFORTABLE || isEastAsian(line)) return []
    const words = withoutUrls(line).trim()
    const width = textWidth(words)
    if (width <= COMFORTABLE || !/[^ ] +[^ ]/.test(words)) return []
    return [
      {
        level: 'should',
        message: saying('lint.text-line-wide', { width, most: COMFORTABLE }),
        where: `line ${index + 1} of the text`,
      },
    ]
  })
}

function bareLineEnds(octets: string): Fault[] {
  const found = countBare(octets)
  return [
    ...faultIf(found.cr > 0, saying('lint.lone-cr', { count: found.cr })),
    ...faultIf(found.lf > 0, saying('lint.lone-lf', { count: found.lf })),
    ...faultIf(found.nul > 0, saying('lint.nul', { count: found.nul })),
  ]
}

function countBare(octets: string): { cr: number; lf: number; nul: number } {
  const found = { cr: 0, lf: 0, nul: 0 }
  for (let at = 0, before = 0; at < octets.length; at += 1) {
    const code = octets.charCodeAt(at)
    if (code === 10 && before !== 13) found.lf += 1
    if (code === 13 && octets.charCodeAt(at + 1) !== 10) found.cr += 1
    if (code === 0) found.nul += 1
    before = code
  }
  return found
}

function fromLines({ leaves }: Message): Fault[] {
  return leaves.flatMap(({ body, place }) => faultIf(/^From /m.test(body), saying('lint.from-line'), place))
}
