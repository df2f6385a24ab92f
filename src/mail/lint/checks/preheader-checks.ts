import { textWidth } from '../../../domain/text-width.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import type { Element } from '../page/element.ts'
import { oneLine, type Page, type TextRun } from '../page/read-page.ts'

const SHORTEST = 40
const LONGEST = 130

const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff]|\u034f/g

export const preheaderChecks: Check[] = [
  {
    id: 'J7',
    level: 'should',
    look: onPage((page, context) => [...(isDigest(context) ? preheaderFaults(page, context) : []), ...hiddenFaults(page)]),
  },
]

/** The line that inboxes show after the subject: the first text of the body, in an element of class `preheader`. */
function preheaderFaults(page: Page, _: LintContext): Fault[] {
  const [element, second] = page.elements.filter(isPreheader)
  if (!element)
    return [
      {
        message: 'The html has no preheader: begin the body with <div class="preheader"> and a sentence on what is in the mail.',
        where: 'html',
      },
    ]
  const text = oneLine(
    page.runs
      .filter(({ within }) => isWithin(within, element))
      .map((run) => run.text)
      .join(''),
  )
  const first = page.runs.find(({ text: words }) => /[\p{L}\p{N}]/u.test(words))
  const length = Array.from(text.replace(INVISIBLE, '')).length
  return [
    ...faultIf(second !== undefined, 'The html has several preheaders: keep one.', 'preheader'),
    ...faultIf(
      textWidth(text) < SHORTEST || length > LONGEST,
      `The preheader has ${length} characters: write ${SHORTEST} to ${LONGEST}.`,
      'preheader',
    ),
    ...faultIf((text.match(INVISIBLE)?.length ?? 0) > 2, 'The preheader is padded with invisible characters: leave them out.', 'preheader'),
    ...faultIf(
      first !== undefined && !isWithin(first.within, element),
      'Other text comes before the preheader: put it first in the body.',
      'preheader',
    ),
  ]
}

/** "Do not use HTML and CSS to hide content" (Gmail, Email sender guidelines). */
function hiddenFaults(page: Page): Fault[] {
  const hidden = page.runs.find((run) => isHiddenText(run))
  return hidden
    ? faultIf(
        true,
        `"${oneLine(hidden.text).slice(0, 40)}" is hidden by CSS, and Gmail counts that against the sender: show it or leave it out.`,
        'html',
      )
    : []
}

const isHiddenText = ({ text, within: { appearance } }: TextRun): boolean =>
  /[\p{L}\p{N}]/u.test(text) && (appearance.isHidden || (appearance.fontSize ?? 16) <= 1)

const isPreheader = ({ attributes }: Element): boolean =>
  attributes.has('data-preheader') || (attributes.get('class') ?? '').split(/\s+/).includes('preheader')

function isWithin(element: Element, ancestor: Element): boolean {
  for (let at: Element | undefined = element; at; at = at.parent) if (at === ancestor) return true
  return false
}
