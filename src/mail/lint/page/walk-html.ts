import { Parser } from 'htmlparser2'

export type HtmlVisitor = {
  open?: (tag: { name: string; attributes: Map<string, string>; at: number }) => void
  close?: (name: string) => void
  text?: (text: string) => void
  comment?: (text: string, at: number) => void
  declaration?: (text: string) => void
}

const DEEPEST = 400
const STEP = 8192

/**
 * Visits tags and text of html in their order; false if it gave up where elements nest deeper than any mail program shows. It reads
 * step by step, because the parser's own time grows with the square of the depth.
 */
export function walkHtml(html: string, visitor: HtmlVisitor): boolean {
  const walk = { depth: 0, deepest: 0 }
  const isReading = (): boolean => walk.deepest <= DEEPEST
  const parser = new Parser({
    onopentag: (name, attributes) => {
      walk.depth += 1
      walk.deepest = Math.max(walk.deepest, walk.depth)
      if (isReading()) visitor.open?.({ name, attributes: new Map(Object.entries(attributes)), at: parser.startIndex })
    },
    onclosetag: (name) => {
      walk.depth -= 1
      if (isReading()) visitor.close?.(name)
    },
    ontext: (text) => (isReading() ? visitor.text?.(text) : undefined),
    oncomment: (text) => (isReading() ? visitor.comment?.(text, parser.startIndex) : undefined),
    onprocessinginstruction: (_, text) => (isReading() ? visitor.declaration?.(text) : undefined),
  })
  for (let at = 0; at < html.length && isReading(); at += STEP) parser.write(html.slice(at, at + STEP))
  if (isReading()) parser.end()
  return isReading()
}
