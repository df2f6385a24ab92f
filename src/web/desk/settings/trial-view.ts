import type { MailServerTested } from '../../../flow/settings/test-mail-server.ts'
import type { Visit } from '../desk-route.ts'

type Tested = Extract<MailServerTested, { ok: true }>

const ICONS = { running: 'refresh', ok: 'check', failed: 'x', none: 'dots', 'not-reached': 'dots' } as const
const COLOURS = { running: 'blue', ok: 'green', failed: 'red', none: 'secondary', 'not-reached': 'secondary' } as const

const NONE = { isRunning: false, fault: '', ok: false, verdict: '', relay: '', advice: '', most: 0, done: 0, steps: [] }

/** Why there is nothing to show. */
export const faultView = (fault: string): object => ({ ...NONE, fault })

/** The trial of a mail server, step by step, and what to do where it ended early. */
export function trialView({ relay, trial: { ok, steps }, todo }: Tested, { words }: Visit): object {
  return {
    ...NONE,
    relay,
    ok,
    verdict: words.say(ok ? 'settings.trial-ok' : 'settings.trial-failed'),
    advice: todo === undefined ? '' : words.tell(todo),
    steps: stepsView(steps, words),
  }
}

/** A trial that is not over yet. */
export const runningView = (steps: Steps, { words }: Visit): object => ({
  ...NONE,
  isRunning: true,
  verdict: words.say('settings.trial-running'),
  most: steps.length,
  done: steps.filter(({ state }) => state === 'ok' || state === 'none').length,
  steps: stepsView(steps, words),
})

export type Steps = Tested['trial']['steps']

const stepsView = (steps: Steps, words: Visit['words']): object[] =>
  steps.map(({ step, state, said, facts: { offers = [], protocol, certificate, user, to } }) => ({
    name: words.say(`settings.trial-${step}`),
    icon: ICONS[state],
    colour: COLOURS[state],
    state: words.say(`settings.trial-is-${state}`),
    said,
    offers: offers.join(', '),
    facts: [
      ...(protocol === undefined ? [] : [protocol]),
      ...(certificate ? [words.say('settings.trial-certificate', { ...certificate, until: dateOf(certificate.until, words) })] : []),
      ...(user === undefined ? [] : [words.say('settings.trial-user', { user })]),
      ...(to === undefined ? [] : [words.say('settings.trial-to', { to })]),
      ...(state === 'none' ? [words.say(`settings.trial-no-${step}`)] : []),
    ],
  }))

/** Node writes the end of a certificate as `Nov 22 22:57:22 2126 GMT`. */
function dateOf(text: string, words: Visit['words']): string {
  const at = Date.parse(text)
  return Number.isNaN(at) ? text : words.date(new Date(at).toISOString().slice(0, 10), 'full')
}
