import type { Names } from '../../domain/topic.ts'
import type { MadePage } from '../kept-pages.ts'
import { listQueryText } from '../list-query.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { pageText } from './archive-door.ts'
import { feedLinks } from './feed-links.ts'
import type { Asked } from './serve-page.ts'

/** A page of what belongs to one digest or one topic: `view` is what only that kind of page shows. */
export type Shelf = {
  kind: 'digest' | 'topic'
  names: Names
  path: string
  words: string[]
  view: object
  found: { total: number; hasOlder: boolean; shown: number; lastKey: number | undefined }
}

/** Puts such a page together: its name, its feeds, the search and the pager. */
export function makeShelf(web: Web, { query, language, words }: Asked, { kind, names, path, view, found, words: own }: Shelf): MadePage {
  const name = nameView(names, language)
  const feeds = feedLinks(path, name.text)
  const whole = {
    name,
    archivePath: `archive${listQueryText(query.language === undefined ? {} : { language: query.language })}`,
    ...view,
    feeds,
    list: listView({ path: rootOf(web.publication.links.home()) + path, query, ...found }, words),
  }
  return {
    content: writePage(web, {
      ...{ name: kind, language, title: name.text, view: whole, place: 'archive' },
      description: words.say(`${kind}About`, { [kind]: name.text }),
      words: [...LIST_WORDS, 'navArchive', 'feedFollow', ...own],
      about: { path: path + pageText(query), isInEveryLanguage: true, chosen: query.language, feeds },
    }),
  }
}
