import type { Element } from './element.ts'
import { textsBy, type Page } from './read-page.ts'

/** A link of the html; `url` is null where its address is none. */
export type PageLink = { element: Element; href: string; url: URL | null; text: string; isHidden: boolean }

/** The links in their order. The text is what is read aloud: the words, or the alternative text of a picture. */
export function linksOf(page: Page): PageLink[] {
  const texts = textsBy(page, ({ within }) => within.appearance.link)
  const pictures = picturesByLink(page)
  return page.elements.filter(isLink).map((element) => {
    const href = element.attributes.get('href') ?? ''
    const text = texts.get(element) || pictures.get(element) || (element.attributes.get('aria-label') ?? '')
    return { element, href, url: URL.parse(href), text, isHidden: element.appearance.isHidden }
  })
}

const isLink = ({ name, attributes }: Element): boolean => name === 'a' && attributes.has('href')

function picturesByLink(page: Page): Map<Element, string> {
  const pictures = new Map<Element, string>()
  for (const { name, attributes, appearance } of page.elements) {
    if (name === 'img' && appearance.link) pictures.set(appearance.link, attributes.get('alt') ?? '')
  }
  return pictures
}
