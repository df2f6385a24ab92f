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
  if (!own) return [{ message: `The html ${complaintAbout(written)}: name the digest's language.`, where: '<html>' }]
  const wayRound = html?.attributes.get('dir')?.toLowerCase()
  return [
    ...faultIf(
      language !== undefined && !isSameLanguage(own, language),
      `The html says it is in ${own}, but the reader gets ${language ?? ''}.`,
      '<html>',
    ),
    ...faultIf(
      direction(own) === 'rtl' && wayRound !== 'rtl',
      `The html is in ${own}, which is read from right to left: write dir="rtl".`,
      '<html>',
    ),
    ...faultIf(
      direction(own) === 'ltr' && wayRound === 'rtl',
      `The html is in ${own}, which is read from left to right: write dir="ltr".`,
      '<html>',
    ),
  ]
}

const complaintAbout = (lang: string | undefined): string =>
  lang ? `has the lang "${lang.slice(0, 40)}", which is no language` : 'has no lang'

const attributeFaults = (page: Page): Fault[] =>
  page.elements
    .filter((element) => element.name !== 'html' && isNoLanguage(element))
    .map((element) => ({
      message: `The lang "${element.attributes.get('lang')?.slice(0, 40) ?? ''}" is no language: write a tag such as zh-Hans.`,
      where: placeOf(page, element),
    }))

const isNoLanguage = ({ attributes }: Element): boolean => {
  const written = attributes.get('lang')
  return written !== undefined && canonicalLanguage(written) === undefined
}

const blockFaults = (page: Page, { postalAddress }: LintContext): Fault[] =>
  findForeignBlocks(page, postalAddress).map(({ element, text, complaint }) => ({
    message: `"${text.slice(0, 40)}" ${complaint}`,
    where: placeOf(page, element),
  }))

function contentLanguageFaults(message: Message, { language }: LintContext): Fault[] {
  const value = valueOf(message, 'Content-Language')
  if (value === undefined) return [{ message: 'There is no Content-Language: name the language of the mail.', where: 'Content-Language' }]
  const tags = value.split(',').map((tag) => canonicalLanguage(tag))
  const isList = !tags.includes(undefined)
  const isOther = isList && language !== undefined && !tags.some((tag) => tag !== undefined && isSameLanguage(tag, language))
  return [
    ...faultIf(!isList, `Content-Language "${value.slice(0, 40)}" is no list of languages.`, 'Content-Language'),
    ...faultIf(isOther, `Content-Language is ${value.slice(0, 40)}, but the reader gets ${language ?? ''}.`, 'Content-Language'),
  ]
}

const isSameLanguage = (one: string, other: string): boolean => one.split('-')[0] === canonicalLanguage(other)?.split('-')[0]
