import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { MINUTE } from '../../domain/instant.ts'
import type { Web } from '../web.ts'
import type { DeskNotice } from './desk-notice.ts'
import { cookieOptions, SESSION_COOKIE } from './session-cookie.ts'

/**
 * A notice that waits for the next page: what a form did is said by the page that its answer leads to. It travels in a cookie, signed with
 * the word of the session, so that nobody else can put words on our pages.
 */
const COOKIE = 'desk-notice'
const LONGEST_TEXT = 600
const GOOD_FOR = 5 * MINUTE

/** Leaves the notice for the next page that this browser asks for. */
export function leaveNotice(web: Web, reply: FastifyReply, { kind, text }: DeskNotice): void {
  const said = Buffer.from(JSON.stringify({ kind, text: text.slice(0, LONGEST_TEXT).toWellFormed() })).toString('base64url')
  reply.setCookie(COOKIE, `${said}.${signed(reply, said)}`, { ...cookieOptions(web), maxAge: GOOD_FOR / 1000 })
}

/** The notice that was left, which is not shown twice. */
export function takeNotice(web: Web, reply: FastifyReply): DeskNotice | undefined {
  const cookie = reply.request.cookies[COOKIE]
  if (cookie === undefined) return undefined
  reply.clearCookie(COOKIE, cookieOptions(web))
  const [said = '', signature = ''] = cookie.split('.')
  if (reply.request.cookies[SESSION_COOKIE] === undefined || !isSame(signature, signed(reply, said))) return undefined
  return JSON.parse(Buffer.from(said, 'base64url').toString()) as DeskNotice
}

const signed = ({ request }: FastifyReply, said: string): string =>
  createHmac('sha256', request.cookies[SESSION_COOKIE] ?? '')
    .update(`notice:${said}`)
    .digest('base64url')

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
