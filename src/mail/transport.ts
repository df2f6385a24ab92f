import { MINUTE } from '../domain/instant.ts'
import { makeBrake, USUAL_PAUSES, type Pauses } from './brake.ts'
import type { ComposedMessage } from './compose-message.ts'
import { openPool } from './line-pool.ts'
import type { Relay } from './relay.ts'
import type { Barrier, LineResult } from './send-over.ts'
import type { SendResult } from './send-result.ts'
import { openLine, USUAL_TIMEOUTS, type OpenedLine, type Timeouts } from './smtp-line.ts'

/** Hands messages to one mail server over a bounded number of lines. */
export type Transport = {
  /** `host:port`, for people and records. */
  relay: string
  /** Why nothing is tried at the moment; undefined when nothing stands in the way. */
  readonly trouble: SendResult | undefined
  /** Whether the server offered SMTPUTF8 when it was last spoken to (RFC 6531); undefined before that. */
  readonly offersInternational: boolean | undefined
  /** Waits until trouble is over and, after trouble, sees whether the server is back. Ask it before work is claimed; the answer is `trouble`. */
  ready: (signal: AbortSignal) => Promise<SendResult | undefined>
  send: (message: ComposedMessage, barrier: Barrier) => Promise<SendResult>
  /** Ends idle lines; those at work end with their message. */
  close: () => void
}

export type TransportOptions = {
  relay: Relay
  /** What we call ourselves in EHLO: a name of ours with an address record. */
  name: string
  /** Most lines at once. */
  lines: number
  /** Most messages over one line; some providers close silently beyond theirs (Yahoo: about 50). */
  messagesPerLine: number
  timeouts?: Timeouts
  pauses?: Pauses
  /** How long it pauses when servers refuse us for what we are: our reputation does not mend within seconds. */
  disgrace?: number
}

// So many lines in a row that break under a message are no accident.
const MOST_BREAKS = 3
// Nor are so many recipients in a row that are refused for what we are. One provider that is against us does not stop the mail to others.
const MOST_BLAMES = 3

export function openTransport(options: TransportOptions): Transport {
  const { relay, name, timeouts = USUAL_TIMEOUTS, pauses = USUAL_PAUSES, disgrace = 15 * MINUTE, ...limits } = options
  const brake = makeBrake(pauses)
  let offersInternational: boolean | undefined
  const open = async (): Promise<OpenedLine> => {
    if (brake.cause) return { ok: false, result: brake.cause }
    const opened = await openLine(relay, name, timeouts)
    if (opened.ok) offersInternational = opened.line.offersInternational
    return opened
  }
  const pool = openPool({ ...limits, open })
  let breaks = 0
  const blamed = new Set<string>()

  /** Draws from a result what it says about the server. */
  const learn = (result: SendResult, recipient: string): SendResult => {
    if (result.outcome === 'accepted') blamed.clear()
    if (isAboutServer(result)) brake.pull(result)
    else if (result.fault === 'configuration') brake.pull({ ...result, outcome: 'misconfigured', reply: withoutNames(result.reply) })
    else if (result.fault === 'us' && result.outcome === 'refused') {
      if (blamed.add(recipient).size >= MOST_BLAMES) brake.pull(blameFor(result), disgrace)
    } else if (isBreak(result)) {
      if (++breaks >= MOST_BREAKS) brake.pull({ ...result, outcome: 'unreachable' })
    } else if (result.outcome !== 'lost') {
      breaks = 0
      brake.release()
    }
    // Said of a recipient it is the pace of that domain that is too high (domain/pace.ts): the others keep their lines.
    if (result.replyCode === 421 && isAboutServer(result)) pool.shrink()
    return result
  }
  const sendOnce = async (message: ComposedMessage, barrier: Barrier): Promise<LineResult> => {
    const taken = await pool.take()
    if (!taken.ok) return { result: taken.result, isUntouched: false }
    const { pooled } = taken
    try {
      if (brake.cause) return { result: brake.cause, isUntouched: false }
      const isFresh = pooled.carried++ === 0
      const { result, isUntouched } = await pooled.line.send(message, barrier)
      return { result, isUntouched: isUntouched && !isFresh }
    } finally {
      pool.giveBack(pooled)
    }
  }
  const send: Transport['send'] = async (message, barrier) => {
    const { result, isUntouched } = await sendOnce(message, barrier)
    // A line that the server had closed between two messages is no failure of this one.
    return isUntouched ? send(message, barrier) : learn(result, message.envelope.to)
  }

  return {
    relay: `${relay.host}:${relay.port}`,
    get trouble() {
      return brake.cause
    },
    get offersInternational() {
      return offersInternational
    },
    ready: async (signal) => {
      await brake.waitOff(signal)
      if (!brake.isWary || signal.aborted) return undefined
      const taken = await pool.take()
      if (taken.ok) pool.giveBack(taken.pooled)
      else brake.pull(taken.result)
      return brake.cause
    },
    send,
    close: () => {
      brake.dispose()
      pool.close()
    },
  }
}

// It stands beside other deliveries, too.
const withoutNames = (reply: string): string => reply.replace(/[^\s<>]+@[^\s<>]+/g, '…')

/** Said to people, and beside the deliveries that wait meanwhile. */
const blameFor = (last: SendResult): SendResult => ({
  ...{ outcome: 'misconfigured', replyCode: last.replyCode, enhancedCode: last.enhancedCode, fault: 'us' },
  reply: `nothing goes out for a while: ${MOST_BLAMES} recipients in a row were refused for what we are, the last with "${withoutNames(last.reply).slice(0, 400)}". Find out why ("doctor" helps), then queue them again with "delivery retry"`,
})

/** Whether a result says nothing about its message. */
const isAboutServer = ({ outcome }: SendResult): boolean => outcome === 'unreachable' || outcome === 'misconfigured'

/** Whether the line broke under a message. */
const isBreak = ({ outcome, replyCode }: SendResult): boolean => (outcome === 'deferred' || outcome === 'doubtful') && replyCode === null
