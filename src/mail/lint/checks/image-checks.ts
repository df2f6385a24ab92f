import { saying } from '../../../domain/saying.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { readInlineStyle } from '../page/inline-style.ts'
import type { Element } from '../page/element.ts'
import { oneLine, placeOf, type Page } from '../page/read-page.ts'

const ENOUGH_TEXT = 500
const MOST_IMAGE = 0.4

// What a letter takes of the page at 16 pixels and a line height of 1.5, and what an image takes that does not say.
const LETTER_AREA = 190
const UNKNOWN_IMAGE = { width: 600, height: 200 }

export const imageChecks: Check[] = [
  { id: 'J3', level: 'must', look: onPage((page) => imagesOf(page).flatMap((image) => imageFaults(page, image))) },
  { id: 'J8', level: 'should', look: onPage(shareFaults) },
  { id: 'J13', level: 'should', look: onPage((page) => imagesOf(page).flatMap((image) => pixelFaults(page, image))) },
]

const imagesOf = (page: Page): Element[] => page.elements.filter(({ name }) => name === 'img')

function imageFaults(page: Page, image: Element): Fault[] {
  const { attributes } = image
  const isSized = /^\d+/.test(attributes.get('width') ?? '') && /^\d+/.test(attributes.get('height') ?? '')
  return [
    ...faultIf(!attributes.has('alt'), saying('lint.no-alt'), placeOf(page, image)),
    ...faultIf(!isSized, saying('lint.no-size'), placeOf(page, image)),
  ]
}

function shareFaults(page: Page): Fault[] {
  const shown = page.runs.filter(({ within }) => !within.appearance.isHidden)
  const letters = Array.from(oneLine(shown.map(({ text }) => text).join(''))).length
  const area = imagesOf(page).reduce((sum, image) => sum + sizeOf(image, 'width') * sizeOf(image, 'height'), 0)
  const share = area === 0 ? 0 : area / (area + letters * LETTER_AREA)
  return faultIf(
    letters < ENOUGH_TEXT && share >= MOST_IMAGE,
    saying('lint.pictures-many', { share: Math.round(share * 100), letters }),
    'html',
  )
}

function pixelFaults(page: Page, image: Element): Fault[] {
  const isTiny = sizeOf(image, 'width') <= 2 && sizeOf(image, 'height') <= 2
  return faultIf(isTiny || image.appearance.isHidden, saying('lint.pixel'), placeOf(page, image))
}

function sizeOf({ attributes }: Element, side: 'width' | 'height'): number {
  const style = /^([\d.]+)px$/.exec(readInlineStyle(attributes.get('style')).get(side) ?? '')?.[1]
  const attribute = /^\d+(?:px)?$/.exec(attributes.get(side) ?? '')?.[0]
  const written = style ?? attribute
  return written === undefined ? UNKNOWN_IMAGE[side] : parseFloat(written)
}
