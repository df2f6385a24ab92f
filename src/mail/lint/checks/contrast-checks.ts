import { saying } from '../../../domain/saying.ts'
import { onPage, type Check, type Fault } from '../check.ts'
import { contrastOf, hexOf } from '../page/colour.ts'
import { oneLine, placeOf, type Page, type TextRun } from '../page/read-page.ts'

const READABLE = 4.5

export const contrastChecks: Check[] = [{ id: 'J3', level: 'must', look: onPage(contrastFaults) }]

/** By inline colours and attributes, in light; each pair of colours once (WCAG 2.2, 1.4.3). What cannot be known is passed over. */
export function contrastFaults(page: Page): Fault[] {
  const read = page.runs.filter(
    ({ text, within: { appearance } }) => /[\p{L}\p{N}]/u.test(text) && !appearance.isHidden && !appearance.isDecoration,
  )
  const byColours = Map.groupBy(read, ({ within: { appearance } }) => `${String(appearance.colour)} ${String(appearance.background)}`)
  return [...byColours.values()].flatMap(([run]) => (run ? runFaults(page, run) : []))
}

function runFaults(page: Page, { text, within }: TextRun): Fault[] {
  const { colour, background } = within.appearance
  if (colour === 'unknown' || background === 'unknown') return []
  const contrast = contrastOf(colour, background)
  if (contrast >= READABLE) return []
  const colours = `${hexOf(colour)} / ${hexOf(background)}`
  return [
    {
      message: saying('lint.contrast', { text: oneLine(text).slice(0, 40), colours, contrast: contrast.toFixed(2), least: READABLE }),
      where: placeOf(page, within),
    },
  ]
}
