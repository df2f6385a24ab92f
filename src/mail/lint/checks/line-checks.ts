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
    message: `The line has ${length} octets, and servers refuse more than ${LONGEST}: fold the field, or send the part as quoted-printable.`,
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
          message: `A line of ${name} has ${text.length} octets: fold it at ${COMFORTABLE}.`,
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
        message: `A line of the text part is ${width} columns wide: wrap it at ${COMFORTABLE}.`,
        where: `line ${index + 1} of the text`,
      },
    ]
  })
}

function bareLineEnds(octets: string): Fault[] {
  const found = countBare(octets)
  return [
    ...faultIf(found.cr > 0, `The message holds a CR without LF (${found.cr} in all). End every line with CR LF.`),
    ...faultIf(
      found.lf > 0,
      `The message holds an LF without CR (${found.lf} in all): it can be used to smuggle in a second mail. End every line with CR LF.`,
    ),
    ...faultIf(found.nul > 0, `The message holds the octet NUL (${found.nul} in all). Encode the part, or remove it.`),
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
  return leaves.flatMap(({ body, place }) =>
    faultIf(/^From /m.test(body), 'A line begins with "From ", which mail stores turn into ">From ": encode the F as =46.', place),
  )
}
