import { Parser } from 'htmlparser2'

/** An element with what it inherits, or a run of text with the elements that it stands in, outermost first. */
export type Element = { name: string; attributes: Record<string, string>; parents: Element[] }
export type TextRun = { text: string; parents: Element[] }

/** The elements and texts of a document in order. Conditional comments are comments, as they are for every program but Outlook. */
export function walkHtml(html: string): { elements: Element[]; texts: TextRun[]; unclosed: string[] } {
  const elements: Element[] = []
  const texts: TextRun[] = []
  const open: Element[] = []
  const unclosed: string[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const element = { name, attributes, parents: [...open] }
      elements.push(element)
      open.push(element)
    },
    ontext: (text) => void texts.push({ text, parents: [...open] }),
    onclosetag: (_, implied) => {
      const closed = open.pop()
      if (implied && closed && !VOID.has(closed.name)) unclosed.push(closed.name)
    },
  })
  parser.end(html)
  return { elements, texts: joinRuns(texts), unclosed }
}

const VOID = new Set(['meta', 'br', 'hr', 'img', 'link'])

// The parser hands over a text in several pieces where it holds entities.
function joinRuns(pieces: TextRun[]): TextRun[] {
  const runs: TextRun[] = []
  for (const piece of pieces) {
    const last = runs.at(-1)
    if (last && last.parents.at(-1) === piece.parents.at(-1)) last.text += piece.text
    else runs.push({ ...piece })
  }
  return runs.map((run) => ({ ...run, text: run.text.trim() })).filter((run) => run.text !== '')
}

/** The value that an attribute has for something at the end of these elements. */
export const inherited = (parents: Element[], attribute: string): string | undefined =>
  parents.findLast((parent) => parent.attributes[attribute] !== undefined)?.attributes[attribute]

/** The declarations of a style attribute. */
export const declarations = (style = ''): [property: string, value: string][] =>
  style
    .split(';')
    .filter(Boolean)
    .map((declaration) => {
      const [property = '', ...value] = declaration.split(':')
      return [property.trim(), value.join(':').trim()]
    })

/** The value of a property set inline on the nearest of these elements. */
export const inlineStyle = (parents: Element[], property: string): string | undefined =>
  parents.flatMap(({ attributes }) => declarations(attributes.style).filter(([name]) => name === property)).at(-1)?.[1]
