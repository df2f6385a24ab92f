import { foldText } from './fold-text.ts'
import type { PlainReply, Stage } from './reply-rule.ts'
import { findReplyCode, findStatus, isTelling } from './status-code.ts'

export type Reply = {
  text: string
  replyCode?: string | number | null
  status?: string | null
  /** At which command the answer came, when that is known from elsewhere. */
  stage?: Stage | null
}

/** More than this no server says in one answer; what follows is quoted mail. */
const LONGEST = 4_000

// Postfix "(in reply to RCPT TO command)", Exim "after RCPT TO:<…>:", qmail, DragonFly, Yahoo "[RCPT_TO]".
const STAGES: [Stage, RegExp][] = [
  [
    'content',
    /(?:in reply to|after) (?:end of data|data|bdat|the message)|after i sent the message|our (?:final )?data\b|following (?:data|body)/,
  ],
  ['recipient', /in reply to rcpt|after rcpt to|our rcpt to|\[rcpt_to\]|\brcpt to:|following rcpt|does not like recipient/],
  ['sender', /in reply to mail from|after mail from|our mail from|\[mail_from\]|\bmail from:|sender was rejected/],
  ['greeting', /(?:in reply to|after) (?:ehlo|helo)/],
  ['connect', /refused to talk to me|initial connection|did not like our connection|while establishing/],
]

/**
 * Makes a server's answer ready for the rules: codes, status and stage are taken out of the words, and what would lead a rule astray goes
 * away. `550-5.1.1 <spam@example.org>... User\r\n550 5.1.1 Unknown` becomes `<>... user unknown`, 550, 5.1.1.
 */
export function plainReply(reply: Reply): PlainReply {
  const cut = reply.text.slice(0, LONGEST)
  const words = plainWords(cut)
  const given = reply.status ? findStatus(reply.status) : null
  const inText = findStatus(cut)
  return {
    text: words,
    replyCode: reply.replyCode ? String(reply.replyCode) : findReplyCode(cut),
    status: inText !== null && (isTelling(inText) || given === null) ? inText : given,
    stage: stageIn(words) ?? reply.stage ?? null,
  }
}

/** The command that a server answered to, if the text says so. */
export const stageOf = (text: string): Stage | null => stageIn(plainWords(text.slice(0, LONGEST)))

const stageIn = (words: string): Stage | null => STAGES.find(([, pattern]) => pattern.test(words))?.[0] ?? null

function plainWords(text: string): string {
  return (
    foldText(text)
      // Cisco's own words around the other server's: "5.1.0 - Unknown address error 550-'5.7.1 … Access denied' (delivery attempts: 0)".
      .replace(/^[\s;a-z]{0,9}[245]\.[\dx]\.\d{1,3} - [^']{1,60}'(?=.)/, ' ')
      // "550-5.1.1" at the start of each line of one answer cuts its sentences in two.
      .replace(/(?<=^|[\s:'"])[245]\d\d[- ]#?(?:[245]\.\d{1,3}\.\d{1,3}(?=[\s:])\s?)?/g, ' ')
      .replace(/(https?:\/\/[^\s#]{1,300})#[^\s]{1,100}/g, '$1')
      // An address or a host may be called anything: spam-report@…, mx.blocked.example.org.
      .replace(/<?"[^"\s]{1,64}"@[\w.-]{1,255}>?|<?[^\s<>()",;:'[\]]{1,64}@[a-z0-9.-]{1,255}>?/g, '<>')
      .replace(/\bhost (?:[\w-]{1,63}\.){1,9}[\w-]{1,63}\.? ?(?:\[[^\]]{1,80}\])?/g, 'host ')
      .replace(/\s+/g, ' ')
      .trim()
  )
}
