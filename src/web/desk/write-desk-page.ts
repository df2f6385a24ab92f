import type { FastifyReply } from 'fastify'
import { mayAct, type DeskRole } from '../../domain/desk-role.ts'
import { renderDeskPage } from '../../render/render-desk-page.ts'
import type { Words } from '../../render/word-folder.ts'
import { ICON } from '../assets.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import { DESK_STYLES, THEME } from './desk-assets.ts'

type Sheet = {
  /** The template in templates/desk. */
  name: string
  title: string
  words: Words
  /** Keys of wordings that stand in the template as `words.…`. */
  keys?: readonly string[]
  csrf: string
  view?: object
  /** Undefined for who is not in yet. */
  person?: { name: string; role: DeskRole }
  /** The path below `/desk` that the menu marks. */
  at?: string
  /** Said above the page: what was just done, or what was wrong. */
  notice?: { kind: 'success' | 'danger'; text: string }
}

type Entry = { path: string; key: string; needs: DeskRole }

const MENU: Entry[] = [
  { path: '', key: 'menuToday', needs: 'viewer' },
  { path: '/ahead', key: 'menuAhead', needs: 'viewer' },
  { path: '/why', key: 'menuWhy', needs: 'viewer' },
  { path: '/people', key: 'menuPeople', needs: 'admin' },
  { path: '/audit', key: 'menuAudit', needs: 'admin' },
]

const LAYOUT_KEYS = ['skip', 'menuAccount', 'signOut', 'menu'] as const

export function sendDeskPage({ publication }: Web, reply: FastifyReply, sheet: Sheet): FastifyReply {
  const { name, title, words, keys = [], csrf, view = {}, person, at, notice } = sheet
  const root = rootOf(publication.links.home())
  const menu = MENU.filter(({ needs }) => person && mayAct(person.role, needs)).map(({ path, key }) => ({
    path: `${root}desk${path}`,
    label: words.say(key),
    isHere: path === at,
  }))
  const html = renderDeskPage(name, {
    ...view,
    language: words.language,
    title,
    words: Object.fromEntries([...LAYOUT_KEYS, ...keys].map((key) => [key, words.say(key)])),
    csrf,
    menu,
    person: person && { name: person.name, role: words.say(`role-${person.role}`) },
    isAtAccount: at === '/account',
    notice,
    root,
    desk: `${root}desk`,
    publication: publication.sender.name,
    styles: DESK_STYLES.map(({ path }) => `${root}desk/${path}`),
    theme: `${root}desk/${THEME.path}`,
    icon: ICON.path,
  })
  return sendPrivately(reply, html)
}
