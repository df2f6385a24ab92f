import { saying } from '../../../domain/saying.ts'
import { textWidth } from '../../../domain/text-width.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { isDigest } from '../lint-context.ts'
import type { Element } from '../page/element.ts'
import { oneLine, type Page, type TextRun } from '../page/read-page.ts'

const SHORTEST = 40
const LONGEST = 130

const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff]|\u034f/g

export const preheaderChecks: Check[] = [
  {
    id: 'J7',
    level: 'should',
    look: onPage((page, context) => [...(isDigest(context) ? preheaderFaults(page) : []), ...hiddenFaults(page)]),
  },
]

/** The line that inboxes show after the subject: an element of class `preheader`, or else the first block with words. */
function preheaderFaults(page: Page): Fault[] {
  const [marked, second] = page.elements.filter(isPreheader)
  const first = page.runs.find(({ text }) => /[\p{L}\p{N}]/u.test(text))?.within
  const element = marked ?? first?.appearance.block
  if (!element || !first) return []
  const text = oneLine(
    page.runs
      .filter(({ within }) => isWithin(within, element))
      .map((run) => run.text)
      .join(''),
  )
  const length = Array.from(text.replace(INVISIBLE, '')).length
  return [
    ...faultIf(second !== undefined, saying('lint.preheaders-many'), 'preheader'),
    ...faultIf(
      textWidth(text) < SHORTEST || length > LONGEST,
      saying('lint.no-preheader', { length, shortest: SHORTEST, longest: LONGEST }),
      'preheader',
    ),
    ...faultIf((text.match(INVISIBLE)?.length ?? 0) > 2, saying('lint.preheader-padded'), 'preheader'),
    ...faultIf(!isWithin(first, element), saying('lint.preheader-late'), 'preheader'),
  ]
}

/** "Do not use HTML and CSS to hide content" (Gmail, Email sender guidelines). */
function hiddenFaults(page: Page): Fault[] {
  const hidden = page.runs.find(isHiddenText)
  if (!hidden) return []
  const shown = oneLine(hidden.text).slice(0, 40)
  return [{ message: saying('lint.hidden-text', { text: shown }), where: 'html' }]
}

function isHiddenText({ text, within: { appearance } }: TextRun): boolean {
  return /[\p{L}\p{N}]/u.test(text) && (appearance.isHidden || (appearance.fontSize ?? 16) <= 1)
}

const isPreheader = ({ attributes }: Element): boolean =>
  attributes.has('data-preheader') || (attributes.get('class') ?? '').split(/\s+/).includes('preheader')

function isWithin(element: Element, ancestor: Element): boolean {
  for (let at: Element | undefined = element; at; at = at.parent) if (at === ancestor) return true
  return false
}
