import { TLSSocket } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { ComposedMessage } from '../compose-message.ts'
import type { Relay } from '../relay.ts'
import { sendOver } from '../send-over.ts'
import { replyOf, type SendResult } from '../send-result.ts'
import { connectionOptions, openOver, type Timeouts } from '../smtp-line.ts'
import { adviceOn, type MailServerAdvice } from './mail-server-advice.ts'

/**
 * One step of a trial, in the order in which they come. `none`: not needed here. `said`: the server's own words, or what went wrong;
 * `facts`: what it offers, how the line is locked, who is known.
 */
export type TrialStep = { step: Step; state: 'ok' | 'failed' | 'none' | 'not-reached' | 'running'; said: string; facts: TrialFacts }
type Step = 'connect' | 'ehlo' | 'tls' | 'sign-in' | 'mail'

export type TrialFacts = {
  offers?: string[]
  protocol?: string
  certificate?: { name: string; issuer: string; until: string }
  user?: string
  to?: string
}

export type Trial = { ok: boolean; steps: TrialStep[]; advice: MailServerAdvice | undefined }

type Trying = { name: string; message: ComposedMessage | undefined; timeouts?: Timeouts; told?: ((steps: TrialStep[]) => void) | undefined }

const PATIENCE = 8000
const PATIENT: Timeouts = { opening: PATIENCE, answer: PATIENCE, message: 2 * PATIENCE }

/**
 * Talks to a mail server exactly as sending does, and tells every step. `message` goes out where there is one. `told` hears how far it is
 * whenever the server has said something.
 */
export async function tryMailServer(relay: Relay, { name, message, timeouts = PATIENT, told }: Trying): Promise<Trial> {
  const heard = hearing(() => told?.(runningSteps(relay, { ...heard, lock: lockOf(connection), failure: undefined })))
  const connection = new SMTPConnection({ ...connectionOptions(relay, name, timeouts), transactionLog: true, logger: heard.logger })
  told?.(runningSteps(relay, { ...heard, lock: undefined, failure: undefined }))
  const opened = await openOver(connection, relay, timeouts)
  const before = openingSteps(relay, { ...heard, lock: lockOf(connection), failure: opened.ok ? undefined : opened.result })
  if (!opened.ok) return { ok: false, steps: [...before, { step: 'mail', ...NOT_REACHED }], advice: adviceOn(opened.result, relay) }
  if (!message) {
    opened.line.close()
    return { ok: true, steps: [...before, { step: 'mail', state: 'none', said: '', facts: {} }], advice: undefined }
  }
  const saidBefore = heard.answers.length
  const { result } = await sendOver(connection, { message, barrier: () => Promise.resolve(true), longest: timeouts.message })
  opened.line.close()
  const ok = result.outcome === 'accepted'
  const mail: TrialStep = { step: 'mail', state: ok ? 'ok' : 'failed', said: result.reply, facts: { to: message.envelope.to } }
  return {
    ok,
    steps: [...before, mail],
    advice: ok ? undefined : adviceOnMail(result, { relay, answers: heard.answers.slice(saidBefore) }),
  }
}

const NOT_REACHED = { state: 'not-reached' as const, said: '', facts: {} }

/** What was said on the line so far: nodemailer tells its logger, with passwords left out. */
function hearing(heardMore: () => void) {
  const answers: string[] = []
  const note = (entry: unknown, text: unknown): void => {
    const { tnx } = entry as { tnx?: string }
    if (tnx !== 'server') return
    answers.push(String(text))
    heardMore()
  }
  const nothing = (): void => undefined
  const logger = { level: nothing, trace: nothing, debug: note, info: nothing, warn: nothing, error: nothing, fatal: nothing }
  return { logger, answers }
}

/** The first step that is not through yet is the one at which it is. */
function runningSteps(relay: Relay, heard: Heard): TrialStep[] {
  const isKnown = !relay.auth || heard.answers.some((text) => text.startsWith('235'))
  const steps: TrialStep[] = [...openingSteps(relay, heard), { step: 'mail', ...NOT_REACHED }]
  const at = steps.findIndex(({ step, state }) => state === 'failed' || state === 'not-reached' || (step === 'sign-in' && !isKnown))
  return steps.map((one, index) =>
    index < at ? one : { step: one.step, ...NOT_REACHED, ...(index === at && { state: 'running' as const }) },
  )
}

type Heard = { answers: string[]; lock: TrialFacts | undefined; failure: SendResult | undefined }

function openingSteps(relay: Relay, { answers, lock, failure }: Heard): TrialStep[] {
  const greeting = answers.find((text) => text.startsWith('220'))
  const ehlo = answers.findLast((text) => /^250[- ]/.test(text) && /\n|^250 \S+$/.test(text))
  const wantsLock = relay.isSecure || !relay.isLocal
  const isReached: Record<Exclude<Step, 'mail'>, boolean> = {
    connect: greeting !== undefined,
    ehlo: ehlo !== undefined,
    tls: lock !== undefined || !wantsLock,
    'sign-in': failure === undefined,
  }
  // With smtps the lock comes first, but it is seen to hold only when the greeting has come through it.
  const failed = (['connect', 'ehlo', 'tls', 'sign-in'] as const).find((step) => !isReached[step])
  const stepOf = (step: Exclude<Step, 'mail'>, said: string, facts: TrialFacts): TrialStep => {
    if (step === failed) return { step, state: 'failed', said: failure?.reply ?? '', facts }
    if (!isReached[step] || (failed !== undefined && ORDER.indexOf(step) > ORDER.indexOf(failed))) return { step, ...NOT_REACHED }
    const isNone = (step === 'tls' && !wantsLock) || (step === 'sign-in' && !relay.auth)
    return { step, state: isNone ? 'none' : 'ok', said, facts }
  }
  return [
    stepOf('connect', oneLine(greeting ?? ''), {}),
    stepOf('ehlo', '', { offers: offersIn(ehlo ?? '') }),
    stepOf('tls', '', lock ?? {}),
    stepOf('sign-in', oneLine(answers.findLast((text) => text.startsWith('235')) ?? ''), relay.auth ? { user: relay.auth.user } : {}),
  ]
}

const ORDER: readonly Step[] = ['connect', 'ehlo', 'tls', 'sign-in', 'mail']

const oneLine = (text: string): string => replyOf(text, null).reply.slice(0, 200)

/** The extensions in an answer to EHLO (RFC 5321 §4.1.1.1): each on a line of its own below the name of the server. */
const offersIn = (answer: string): string[] =>
  answer
    .split(/\r?\n/)
    .slice(1)
    .map((line) => oneLine(line.slice(4)))
    .filter(Boolean)
    .slice(0, 40)

function lockOf(connection: SMTPConnection): TrialFacts | undefined {
  const socket: unknown = Reflect.get(connection, '_socket')
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const { subject, issuer, valid_to: until, subjectaltname: names } = socket.getPeerCertificate()
  const name = textOf(subject.CN) || (names ?? '').split(', ')[0]?.replace(/^DNS:/, '') || ''
  return { protocol: socket.getProtocol() ?? '', certificate: { name, issuer: textOf(issuer.O) || textOf(issuer.CN), until } }
}

const textOf = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(', ') : (value ?? '')).slice(0, 100)

/** The server answers MAIL, RCPT and DATA in that order, also where all of them were sent at once. */
function adviceOnMail(result: SendResult, { relay, answers }: { relay: Relay; answers: string[] }): MailServerAdvice {
  if (adviceOn(result, relay) === 'sign-in') return 'sign-in'
  const refused = answers.findIndex((answer) => /^[45]/.test(answer))
  return (['sender-refused', 'recipient-refused'] as const)[refused] ?? 'mail-refused'
}
