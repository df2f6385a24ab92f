import type { FastifyReply } from 'fastify'
import type { DeskRole } from '../../domain/desk-role.ts'
import type { HeldBecause } from '../../domain/standing.ts'
import { renderDeskPage, renderDeskPart } from '../../render/render-desk-page.ts'
import type { Words } from '../../render/word-folder.ts'
import { ICON } from '../assets.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import { DESK_STYLES, HTMX, ICONS, pathOfScript, THEME } from './desk-assets.ts'
import type { DeskNotice } from './desk-notice.ts'
import { takeNotice } from './left-notice.ts'
import { menuFor } from './menu.ts'

/** Whom a page is written for; `person` is missing for who is not in yet. */
export type Asker = {
  reply: FastifyReply
  words: Words
  csrf: string
  person?: { name: string; role: DeskRole }
  digestNames?: Readonly<Record<string, string>>
  held?: HeldBecause | undefined
}

export type Sheet = {
  /** The template in templates/desk. */
  name: string
  title: string
  /** What the template stands on, besides `title`, `csrf`, `desk` and `language`. */
  view?: object
  /** The path below `/desk` that the menu marks. */
  at?: string
  /** Said above the page; without it, what the action before has left to be said (go-on.ts). */
  notice?: DeskNotice | undefined
  /** Scripts of templates/desk/scripts that this page comes to life with, as modules: it works without them, too. */
  scripts?: string[]
}

/** Sends a page of the desk, with its frame. */
export function sendDeskPage(web: Web, asker: Asker, sheet: Sheet): FastifyReply {
  const { name, at, notice, scripts = [] } = sheet
  const { person, words, reply } = asker
  const common = commonView(web, asker, sheet)
  const menu = person === undefined || at === undefined ? [] : menuFor(person.role, at)
  const html = renderDeskPage(name, {
    ...common,
    menu: person && (menu.length > 0 ? menu : menuFor(person.role, 'nowhere')),
    person: person && { name: person.name, role: words.say(`role-${person.role}`) },
    held: asker.held && name !== 'standing' && words.say(`standing.${asker.held}`),
    isAtAccount: at === '/account',
    notice: notice ?? takeNotice(web, reply),
    publication: web.publication.sender.name,
    styles: DESK_STYLES.map(({ path }) => `${common.desk}/${path}`),
    theme: `${common.desk}/${THEME.path}`,
    scripts: scripts.map((script) => `${common.desk}/${pathOfScript(script)}`),
    htmx: `${common.desk}/${HTMX.path}`,
    icon: ICON.path,
  })
  return sendPrivately(reply, html)
}

/** Sends a template alone, for htmx to put into a page that is shown already. */
export function sendDeskPart(web: Web, asker: Asker, sheet: Omit<Sheet, 'at' | 'notice' | 'scripts'>): FastifyReply {
  return sendPrivately(asker.reply, renderDeskPart(sheet.name, commonView(web, asker, sheet)))
}

function commonView({ publication }: Web, { words, csrf, digestNames }: Asker, { title, view = {} }: Sheet) {
  const root = rootOf(publication.links.home())
  const desk = `${root}desk`
  return { ...view, language: words.language, digestNames, title, csrf, root, desk, icons: `${desk}/${ICONS.path}` }
}
