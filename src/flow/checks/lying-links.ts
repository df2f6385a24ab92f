import type { CheckFinding } from './finding.ts'
import { firstOf, type TextToCheck } from './text-to-check.ts'

const LINK = /(?<!!)\[([^\]\n]{1,300})\]\(\s*<?([^)\s>]{1,2000})/g

/** Links whose words are one address and that lead to another: `[bank.example](https://thief.example)`. */
export function lyingLinks({ content: { body, sources } }: TextToCheck): CheckFinding[] {
  const inBody = body
    .split('\n')
    .flatMap((line, index) =>
      firstOf(LINK, line).flatMap(([, words = '', url = '']) => findingOf({ field: 'body', line: index + 1, words, url })),
    )
  const inSources = sources.flatMap(({ title, url }, index) =>
    url === undefined ? [] : findingOf({ field: 'sources', line: index + 1, words: title, url }),
  )
  return [...inBody, ...inSources]
}

type Link = { field: 'body' | 'sources'; line: number; words: string; url: string }

function findingOf({ field, line, words, url }: Link): CheckFinding[] {
  const claimed = hostIn(words)
  const host = hostOf(url)
  if (claimed === undefined || host === undefined || claimed === host) return []
  return [{ check: 'link-says-other', level: 'must', field, line, found: words, values: { claimed, host } }]
}

const ADDRESS = /(?:https?:\/\/|www\.)\S+|(?<![\S])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?=[/\s:?#,;]|$)\S*/iu

function hostIn(words: string): string | undefined {
  const [address] = ADDRESS.exec(words.slice(0, 500)) ?? []
  return address === undefined ? undefined : hostOf(address.includes('://') ? address : `https://${address}`)
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.hostname.replace(/^www\./, '')
}
