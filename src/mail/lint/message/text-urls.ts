const URL_IN_TEXT = /https?:\/\/[^\s<>"「」『』【】（），。；：！？、…]+/gi

/** Marks that follow an address in a sentence and do not belong to it. */
const TRAILING = /[.,;:!?'"»”’)\]}]$/

/** The web addresses that stand in plain text, in their order. */
export const urlsIn = (text: string): string[] => [...text.matchAll(URL_IN_TEXT)].map(([url]) => trimUrl(url))

export const withoutUrls = (text: string): string => text.replace(URL_IN_TEXT, '')

/** Without the punctuation that readers and mail programs leave out of an address. */
export function trimUrl(url: string): string {
  let end = url.length
  while (end > 0 && TRAILING.test(url.charAt(end - 1))) end -= 1
  return url.slice(0, end)
}
