import type { Section } from '../../../src/domain/briefing.ts'

export type PlainFile = {
  topic: string
  headline: string
  kicker: string
  title: string
  standfirst: string
  sections: Section[]
  closing: string[]
}

/** A file in the plain layout, as its source prints it: two blanks and a bullet, two empty lines above each heading. */
export function printPlain({ topic, headline, kicker, title, standfirst, sections, closing }: PlainFile): string {
  const head = [topic, headline, headline, ...(kicker === '' ? [] : [kicker]), title, standfirst].join('\n\n')
  return [[head, ...sections.map(printSection)].join('\n\n\n'), closing.join('\n')].join('\n\n')
}

const printSection = ({ heading, paragraphs: [first, ...more], bullets }: Section): string =>
  [
    heading,
    ...(first === undefined ? [] : [first]),
    ...(bullets.length > 0 ? [bullets.map((item) => `  • ${item}`).join('\n')] : []),
    ...more,
  ].join('\n\n')
