import type { FastifyReply } from 'fastify'
import type { TemplateFault } from '../../../render/template-fault.ts'
import { findTemplate, listTemplates, TEMPLATE_KINDS, type ListedTemplate } from '../../../render/list-templates.ts'
import { ownFolder, textOf } from '../../../render/own-templates.ts'
import type { Words } from '../../../render/word-folder.ts'
import { wordLanguages } from '../../../render/words.ts'
import { readListQuery } from '../../list-query.ts'
import { MAIL_SANDBOX } from '../../security.ts'
import { sendPrivately } from '../../send-page.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { queryFields } from '../form-fields.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const TEMPLATE_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/templates', needs: 'viewer', act: showTemplates },
  { method: 'GET', path: '/templates/file', needs: 'viewer', act: showFile },
  { method: 'GET', path: '/templates/mail', needs: 'viewer', act: showSample },
]

/** Every template and file of words: where it lies, where it is met, and whether one of one's own stands in its place. */
async function showTemplates(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request } = visit
  const { search } = readListQuery(request.query)
  const kind = TEMPLATE_KINDS.find((one) => one === queryFields(request, ['kind']).kind)
  const found = listTemplates({ search, kind })
  const folder = ownFolder()
  return sendDeskPage(web, visit, {
    name: 'templates',
    title: words.say('menuTemplates'),
    at: '/templates',
    view: {
      ...{ search, kind: kind ?? '', folder: folder === undefined ? '' : decodeURIComponent(folder.pathname) },
      kinds: TEMPLATE_KINDS.map((one) => ({ kind: one, label: words.say(`templates.kind-${one}`), isHere: one === kind })),
      faults: listTemplates().flatMap(({ path, faults }) => faults.map((fault) => ({ path, said: faultText(fault, visit) }))),
      templates: found.map((one) => ({ ...one, ...ownView(one, visit), kind: words.say(`templates.kind-${one.kind}`) })),
    },
  })
}

const faultText = ({ line, message }: Pick<TemplateFault, 'line' | 'message'>, { words }: Visit): string =>
  line > 0 ? words.say('templates.faultAt', { line: String(line), message: words.tell(message) }) : words.tell(message)

const COLOURS = { none: '', used: 'green', 'set-aside': 'red' } as const

const ownView = ({ own, path, lacks }: ListedTemplate, { words }: Visit) => ({
  about: aboutText(path, words),
  colour: COLOURS[own],
  whose: own === 'none' ? '' : words.say(`templates.own-${own}`),
  gaps: lacks.length === 0 ? '' : words.say('templates.lacks', { count: lacks.length }),
  gapsAt: `/templates/words?set=${path.startsWith('desk/') ? 'desk/words/' : 'words/'}&missing=yes`,
})

function aboutText(path: string, words: Words): string {
  const [, mail, format] = /^email\/(\w+)\.(\w+)$/.exec(path) ?? []
  if (mail !== undefined) return words.say(`templates.mail-${mail}`, { format: format === 'txt' ? words.say('templates.plain') : 'html' })
  const [, language] = /words\/([^/.]+)[./]/.exec(path) ?? []
  return language === undefined ? '' : (new Intl.DisplayNames([words.language], { type: 'language' }).of(language) ?? language)
}

/** What stands in a file, to be read: it is changed below TEMPLATES_DIR, by whoever keeps the server. */
async function showFile(web: Web, visit: Visit): Promise<FastifyReply> {
  const { path, lang } = queryFields(visit.request, ['path', 'lang'])
  const found = findTemplate(path === '' ? 'email/edition.mjml' : path)
  if (!found) return notFound(web, visit)
  const { words } = visit
  const name = /^email\/(\w+)\./.exec(found.path)?.[1] ?? ''
  const language = wordLanguages().find((one) => one === lang) ?? visit.words.language
  const languageNames = new Intl.DisplayNames([words.language], { type: 'language' })
  return sendDeskPage(web, visit, {
    name: 'template',
    title: found.path,
    at: '/templates',
    view: {
      ...found,
      ...ownView(found, visit),
      faults: found.faults.map((fault) => faultText(fault, visit)),
      text: textOf(found.path),
      sample: name === '' ? '' : `/templates/mail?template=${name}&lang=${language}${found.path.endsWith('.txt') ? '&format=text' : ''}`,
      languages: wordLanguages().map((one) => ({ lang: one, label: languageNames.of(one) ?? one, isHere: one === language })),
    },
  })
}

/** A mail made of the templates as they are, with sample stories, for a frame. */
async function showSample(web: Web, visit: Visit): Promise<FastifyReply> {
  const { template, lang, format } = queryFields(visit.request, ['template', 'lang', 'format'])
  const language = wordLanguages().find((one) => one === lang) ?? visit.words.language
  // MJML is loaded only when somebody looks at a mail.
  const { previewEdition, previewNotice } = await import('../../../flow/preview-sample.ts')
  const sample =
    template === 'notice' ? await previewNotice(language, web.publication) : await previewEdition(language, web.publication, web.clock())
  const reply = visit.reply.header('content-security-policy', MAIL_SANDBOX).header('x-frame-options', 'sameorigin')
  if (format === 'text') return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(sample.text)
  return sendPrivately(reply, sample.html)
}
