import type { FastifyReply } from 'fastify'
import { saveSettings, type SettingsChange } from '../../../flow/settings/save-settings.ts'
import type { MailServerTested } from '../../../flow/settings/test-mail-server.ts'
import { mailServerOf, smtpUrlOf, type MailServer } from '../../../flow/settings/smtp-url.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'
import { changeFrom, faultsText, isFixed, settingFields } from './setting-fields.ts'
import { goOnFrom, stepLine } from './steps.ts'
import { storedServer, triedServer, type Tried } from './tried-server.ts'
import { trialsOf, type RunningTrial } from './running-trials.ts'
import { faultView, runningView, trialView, type Steps } from './trial-view.ts'

export const MAIL_SERVER_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/settings/mail-server', needs: 'admin', act: (web, visit) => showServer(web, visit, {}) },
  { method: 'POST', path: '/settings/mail-server/try', needs: 'admin', act: tryServer },
  { method: 'GET', path: '/settings/mail-server/trial', needs: 'admin', act: showTrial },
  { method: 'POST', path: '/settings/mail-server', needs: 'admin', act: saveServer },
  { method: 'POST', path: '/settings/mail-server/forget', needs: 'admin', act: forgetServer },
]

type Shown = { fault?: string; typed?: MailServer; trial?: object; tried?: string }

/** Where mail goes: the form, and below it what the server said when it was tried. */
async function showServer(web: Web, visit: Visit, { fault, typed, trial, tried = '' }: Shown): Promise<FastifyReply> {
  const { words, person } = visit
  const { sender, relay, heloName, bounceDomain } = web.settings.current()
  const stored = await storedServer(web)
  const server = typed ?? stored ?? { host: '', port: '587', isSecure: false, user: '' }
  return sendDeskPage(web, visit, {
    name: 'set-up-mail-server',
    title: words.say('settings.step-mail-server'),
    at: '/settings',
    view: {
      ...(await stepLine(web, visit, 'mail-server')),
      ...{ host: server.host, port: server.port, isSecure: server.isSecure, user: server.user, tried, trial },
      isFixed: isFixed(web.settings, 'SMTP_URL'),
      fixed: relay ? `${relay.host}:${relay.port}` : '',
      isStored: stored !== undefined,
      hasPassword: (stored?.password ?? '') !== '' || tried !== '',
      to: person.address,
      from: `${sender.name} <${sender.address}>`,
      more: await settingFields(web, visit, [
        { name: 'HELO_NAME', suggestion: heloName },
        { name: 'BOUNCE_DOMAIN', suggestion: bounceDomain },
      ]),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

/** Tries what stands in the form, saved or not, and keeps nothing. With a script the steps are watched as they come; else the page waits. */
async function tryServer(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request, person } = visit
  const typed = await typedServer(web, visit)
  const trial = begin(web, visit, typed)
  if (request.headers['hx-request'] === 'true') {
    trialsOf(web).set(person.id, trial.seen)
    return sendTrial(web, visit, trial.seen)
  }
  const tested = await trial.ended
  if (!tested.ok) return showServer(web, { ...visit, reply: visit.reply.code(422) }, { typed, fault: words.say('settings.SMTP_URL-fault') })
  return showServer(web, visit, { typed, tried: heldOf(web, trial.seen), trial: trialView(tested, visit) })
}

function begin(web: Web, { person }: Visit, typed: MailServer): { seen: RunningTrial; ended: Promise<MailServerTested> } {
  const { relay, heloName } = web.settings.current()
  const isGiven = isFixed(web.settings, 'SMTP_URL')
  const server = isGiven && relay ? relay : smtpUrlOf(typed)
  const seen: RunningTrial = { steps: [], url: typeof server === 'string' ? server : undefined, tested: undefined }
  const run = async (): Promise<MailServerTested> => {
    // What speaks to mail servers is loaded only when somebody asks for it: processes of pages stay small.
    const { testMailServer } = await import('../../../flow/settings/test-mail-server.ts')
    const wanted = { server, heloName, to: person.address, language: person.language }
    const told = (steps: Steps): void => void (seen.steps = steps)
    return (seen.tested = await testMailServer(wanted, { publication: web.publication, now: web.clock(), told }))
  }
  const ended = run()
  ended.catch(() => (seen.tested = { ok: false, reason: 'bad-url' }))
  return { seen, ended }
}

/** How far the trial is; it is asked for anew until it has ended. */
async function showTrial(web: Web, visit: Visit): Promise<FastifyReply> {
  return sendTrial(web, visit, trialsOf(web).get(visit.person.id))
}

function sendTrial(web: Web, visit: Visit, seen: RunningTrial | undefined): FastifyReply {
  const { words } = visit
  const part = (view: object): FastifyReply => sendDeskPart(web, visit, { name: 'set-up-trial', title: '', view })
  // Another process may have begun it.
  if (!seen) return part({ tried: '', trial: faultView(words.say('settings.trial-lost')) })
  if (!seen.tested) return part({ tried: '', trial: runningView(seen.steps, visit) })
  if (!seen.tested.ok) return part({ tried: '', trial: faultView(words.say('settings.SMTP_URL-fault')) })
  return part({ tried: heldOf(web, seen), trial: trialView(seen.tested, visit) })
}

const heldOf = (web: Web, { url, tested }: RunningTrial): string =>
  url === undefined || !tested?.ok ? '' : triedServer(web).hold({ url, ok: tested.trial.ok })

async function saveServer(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const typed = await typedServer(web, visit)
  const url = smtpUrlOf(typed)
  const isEmpty = typed.host.trim() === ''
  const change: SettingsChange = {
    ...changeFrom(web, visit, ['HELO_NAME', 'BOUNCE_DOMAIN']),
    ...(!isFixed(web.settings, 'SMTP_URL') && !isEmpty && { SMTP_URL: url }),
  }
  const saved = await saveSettings({ store: web.store, tools: web.settings }, change, visit.person, web.clock())
  if (!saved.ok) return showServer(web, { ...visit, reply: visit.reply.code(422) }, { typed, fault: faultsText(saved.mistakes, words) })
  const tried = triedIn(web, visit)
  const isTried = isEmpty || change.SMTP_URL === undefined || (tried?.url === url && tried.ok)
  return goOnFrom(
    web,
    visit,
    'mail-server',
    isTried ? { kind: 'success', text: words.say('settings.saved') } : { kind: 'warning', text: words.say('settings.savedUntried') },
  )
}

async function forgetServer(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const saved = await saveSettings({ store: web.store, tools: web.settings }, { SMTP_URL: null }, visit.person, web.clock())
  const notice = saved.ok
    ? { kind: 'success' as const, text: words.say('settings.forgotten') }
    : { kind: 'danger' as const, text: faultsText(saved.mistakes, words) }
  return goOn(web, visit, '/settings/mail-server', notice)
}

/** What stands in the form. An empty password is the one that is known, as long as it is for the same server and user. */
async function typedServer(web: Web, visit: Visit): Promise<MailServer> {
  const { host, port, security, user, password } = formFields(visit.request, ['host', 'port', 'security', 'user', 'password'])
  const typed = {
    host: host.trim(),
    port: port.trim() || (security === 'tls' ? '465' : '587'),
    isSecure: security === 'tls',
    user: user.trim(),
  }
  const known = [mailServerOf(triedIn(web, visit)?.url), await storedServer(web)].find(
    (one) => one?.host === typed.host && one.user === typed.user,
  )
  return { ...typed, password: password === '' ? (known?.password ?? '') : password }
}

const triedIn = (web: Web, { request }: Visit): Tried | undefined => triedServer(web).read(formFields(request, ['tried']).tried)
