import type { FastifyReply } from 'fastify'
import type { DeskSetting } from '../../../domain/settings.ts'
import { saveSettings } from '../../../flow/settings/save-settings.ts'
import { wordLanguages } from '../../../render/words.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { changeFrom, faultsText, settingFields } from './setting-fields.ts'
import { goOnFrom, stepLine } from './steps.ts'

export const PUBLICATION_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/settings/publication', needs: 'admin', act: (web, visit) => showPublication(web, visit) },
  { method: 'POST', path: '/settings/publication', needs: 'admin', act: savePublication },
]

const NAMES: DeskSetting[] = ['SENDER_NAME', 'SENDER_ADDRESS', 'REPLY_TO', 'PUBLICATION_LANGUAGE', 'POSTAL_ADDRESS', 'BASE_URL', 'CLICKS']

async function showPublication(web: Web, visit: Visit, fault?: string): Promise<FastifyReply> {
  const { words, request } = visit
  const [clicks, spoken] = await settingFields(web, visit, [
    { name: 'CLICKS', suggestion: '' },
    { name: 'PUBLICATION_LANGUAGE', suggestion: '' },
  ])
  return sendDeskPage(web, visit, {
    name: 'set-up-publication',
    title: words.say('settings.step-publication'),
    at: '/settings',
    view: {
      ...(await stepLine(web, visit, 'publication')),
      fields: await settingFields(web, visit, [
        { name: 'SENDER_NAME', suggestion: 'Broadsheet' },
        { name: 'SENDER_ADDRESS', suggestion: 'news@example.com' },
        { name: 'REPLY_TO', suggestion: web.settings.current().sender.address },
        { name: 'POSTAL_ADDRESS', suggestion: words.say('settings.POSTAL_ADDRESS-example') },
        { name: 'BASE_URL', suggestion: `${request.protocol}://${request.host}` },
      ]),
      clicks: { ...clicks, isOn: clicks?.value === 'on' },
      spoken: { ...spoken, languages: languagesFor(spoken?.value, words) },
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

async function savePublication(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const change = changeFrom(web, visit, NAMES)
  const saved = await saveSettings({ store: web.store, tools: web.settings }, change, visit.person, web.clock())
  if (!saved.ok) return showPublication(web, { ...visit, reply: visit.reply.code(422) }, faultsText(saved.mistakes, words))
  return goOnFrom(web, visit, 'publication', { kind: 'success', text: words.say('settings.saved') })
}

/** Those that we have words for, and the one that is set. */
function languagesFor(chosen = '', words: Visit['words']): object[] {
  const names = new Intl.DisplayNames([words.language], { type: 'language' })
  const set = chosen === '' ? 'en' : chosen
  return [...new Set([...wordLanguages(), set])].map((tag) => ({ tag, name: names.of(tag) ?? tag, isChosen: tag === set }))
}
