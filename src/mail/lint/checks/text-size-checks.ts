import { saying } from '../../../domain/saying.ts'
import { onPage, type Check, type Fault } from '../check.ts'
import { readInlineStyle, type InlineStyle } from '../page/inline-style.ts'
import { linksOf, type PageLink } from '../page/page-links.ts'
import { oneLine, placeOf, type Page } from '../page/read-page.ts'

const SMALLEST_TEXT = 14
const SMALLEST_TARGET = 24
const NORMAL_LINE = 1.2

export const textSizeChecks: Check[] = [{ id: 'J3', level: 'must', look: onPage((page) => [...smallTexts(page), ...smallTargets(page)]) }]

/** Each small size once. */
function smallTexts(page: Page): Fault[] {
  const read = page.runs.filter(({ text, within: { appearance } }) => /[\p{L}\p{N}]/u.test(text) && !appearance.isHidden)
  const bySize = Map.groupBy(read, ({ within }) => within.appearance.fontSize)
  return [...bySize].flatMap(([size, [run]]): Fault[] => {
    if (size === undefined || size >= SMALLEST_TEXT || !run) return []
    const message = saying('lint.text-small', { text: oneLine(run.text).slice(0, 40), size: Number(size.toFixed(1)), least: SMALLEST_TEXT })
    return [{ message, where: placeOf(page, run.within) }]
  })
}

function smallTargets(page: Page): Fault[] {
  return linksOf(page).flatMap(({ element, text, isHidden }): Fault[] => {
    const height = isHidden ? undefined : heightOf(element)
    if (height === undefined || height >= SMALLEST_TARGET) return []
    const message = saying('lint.target-small', { text: text.slice(0, 40), height: Math.round(height), least: SMALLEST_TARGET })
    return [{ message, where: placeOf(page, element) }]
  })
}

// Links inside a sentence are as high as its line, which is allowed (WCAG 2.2, 2.5.8); only those set as blocks can be judged.
function heightOf({ attributes, appearance }: PageLink['element']): number | undefined {
  const style = readInlineStyle(attributes.get('style'))
  if (!/^(?:inline-)?block$/.test(style.get('display') ?? '') || appearance.fontSize === undefined || appearance.fontSize === 0)
    return undefined
  const line = lineHeightOf(style.get('line-height'), appearance.fontSize)
  const padding = verticalPaddingOf(style)
  if (line === undefined || padding === undefined) return undefined
  return Math.max(line, pixels(style.get('height')) ?? 0, pixels(style.get('min-height')) ?? 0) + padding
}

function lineHeightOf(written: string | undefined, fontSize: number): number | undefined {
  if (written === undefined || written === 'normal') return fontSize * NORMAL_LINE
  if (/^[\d.]+$/.test(written)) return fontSize * Number(written)
  if (/^[\d.]+%$/.test(written)) return (fontSize * parseFloat(written)) / 100
  return pixels(written)
}

function verticalPaddingOf(style: InlineStyle): number | undefined {
  const sides = (style.get('padding') ?? '0').split(/\s+/)
  const top = pixels(style.get('padding-top') ?? sides[0])
  const bottom = pixels(style.get('padding-bottom') ?? sides[2] ?? sides[0])
  return top === undefined || bottom === undefined ? undefined : top + bottom
}

const pixels = (written: string | undefined): number | undefined =>
  /^(?:[\d.]+px|0)$/.test(written ?? '') ? parseFloat(written ?? '') : undefined
