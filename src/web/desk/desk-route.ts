import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeskRole } from '../../domain/desk-role.ts'
import type { Instant } from '../../domain/instant.ts'
import type { HeldBecause } from '../../domain/standing.ts'
import type { whoIsIn } from '../../flow/desk/sign-in.ts'
import type { Words } from '../../render/word-folder.ts'
import type { Web } from '../web.ts'
import type { SentFile } from './sent-file.ts'

type In = NonNullable<Awaited<ReturnType<typeof whoIsIn>>>

/** Somebody's request at the desk, once it is known who that is. */
export type Visit = In & {
  request: FastifyRequest
  reply: FastifyReply
  words: Words
  /** Why nothing is sent from here until an admin says that this database is the real one. */
  held: HeldBecause | undefined
  /** Goes into every form; what comes without it is refused. */
  csrf: string
  /** The time zone of who asks. */
  zone: string
  /** A moment, written out in the words and the zone of who asks. */
  when: (at: Instant) => string
  /** What the digests are called in the words of who asks, by slug, for templates. */
  digestNames: Readonly<Record<string, string>>
  /** What a digest is called in the words of who asks, by its slug; one that is not there is called by that. */
  digestName: (slug: string) => string
  /** What was sent with the form, where the route takes a file and one was chosen. */
  file: SentFile | undefined
}

/** A page or an action of the desk. GET only ever looks; whoever has at least the role may come in. */
export type DeskRoute = {
  method: 'GET' | 'POST'
  /** Below `/desk`. */
  path: string
  needs: DeskRole
  /** Where a file may come with the form, as its last field: the most bytes that are taken. */
  takesFile?: number
  /** Where a form may be larger than usual: the most bytes that are taken. */
  takesText?: number
  act: (web: Web, visit: Visit) => Promise<FastifyReply>
}
