import { saying, type Saying } from '../../../domain/saying.ts'
import { canonicalLanguage, direction } from '../../../domain/language.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { valueOf, type Message } from '../message/read-message.ts'
import { findForeignBlocks } from '../page/foreign-blocks.ts'
import type { Element } from '../page/element.ts'
import { placeOf, type Page } from '../page/read-page.ts'

export const languageChecks: Check[] = [
  {
    id: 'B7',
    level: 'must',
    look: onPage((page, context) => [...pageFaults(page, context), ...attributeFaults(page), ...blockFaults(page, context)]),
  },
  { id: 'B9', level: 'should', look: contentLanguageFaults },
]

function pageFaults(page: Page, { language }: LintContext): Fault[] {
  const html = page.elements.find(({ name }) => name === 'html')
  const written = html?.attributes.get('lang')
  const own = canonicalLanguage(written ?? '')
  if (!own) return [{ message: saying('lint.html-language', { complaint: complaintAbout(written) }), where: '<html>' }]
  const wayRound = html?.attributes.get('dir')?.toLowerCase()
  return [
    ...faultIf(
      language !== undefined && !isSameLanguage(own, language),
      saying('lint.html-other-language', { own, wanted: language ?? '' }),
      '<html>',
    ),
    ...faultIf(direction(own) === 'rtl' && wayRound !== 'rtl', saying('lint.html-not-rtl', { language: own }), '<html>'),
    ...faultIf(direction(own) === 'ltr' && wayRound === 'rtl', saying('lint.html-not-ltr', { language: own }), '<html>'),
  ]
}

const complaintAbout = (lang: string | undefined): Saying =>
  lang ? saying('lint.has-lang', { lang: lang.slice(0, 40) }) : saying('lint.has-no-lang')

const attributeFaults = (page: Page): Fault[] =>
  page.elements
    .filter((element) => element.name !== 'html' && isNoLanguage(element))
    .map((element) => ({
      message: saying('lint.lang-unknown', { lang: element.attributes.get('lang')?.slice(0, 40) ?? '' }),
      where: placeOf(page, element),
    }))

const isNoLanguage = ({ attributes }: Element): boolean => {
  const written = attributes.get('lang')
  return written !== undefined && canonicalLanguage(written) === undefined
}

const blockFaults = (page: Page, { postalAddress }: LintContext): Fault[] =>
  findForeignBlocks(page, postalAddress).map(({ element, text, complaint }) => ({
    message: saying('lint.foreign-block', { text: text.slice(0, 40), complaint }),
    where: placeOf(page, element),
  }))

function contentLanguageFaults(message: Message, { language }: LintContext): Fault[] {
  const value = valueOf(message, 'Content-Language')
  if (value === undefined) return [{ message: saying('lint.no-content-language'), where: 'Content-Language' }]
  const tags = value.split(',').map((tag) => canonicalLanguage(tag))
  const isList = !tags.includes(undefined)
  const isOther = isList && language !== undefined && !tags.some((tag) => tag !== undefined && isSameLanguage(tag, language))
  return [
    ...faultIf(!isList, saying('lint.content-language-form', { value: value.slice(0, 40) }), 'Content-Language'),
    ...faultIf(isOther, saying('lint.content-language-other', { value: value.slice(0, 40), wanted: language ?? '' }), 'Content-Language'),
  ]
}

const isSameLanguage = (one: string, other: string): boolean => one.split('-')[0] === canonicalLanguage(other)?.split('-')[0]
