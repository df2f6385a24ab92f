import type { FastifyInstance, FastifyReply } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { readerRecord } from '../../flow/reader-record.ts'
import { countReaderMails } from '../../store/listings/reader-mails.ts'
import { listTopics } from '../../store/listings/topics.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import type { Asked, FoundReader } from './find-reader.ts'
import { PATIENCE, withReader } from './preferences-door.ts'
import { writeRecordPage } from './record-page.ts'

const SHOWN = 30
/** More than a reader of many years has. */
const ALL = 100_000

/** `/p/<token>/data`: everything that we hold about a reader, to look at and, as JSON, to take along. */
export function recordDoor(server: FastifyInstance, web: Web): void {
  const path = `${ROUTES.preferences}:token/data`
  const asked = { config: { rateLimit: PATIENCE } }
  server.get(path, asked, (request: Asked, reply) => withReader(web, request, reply, (found) => show(web, found, reply)))
  server.get(`${path}.json`, asked, (request: Asked, reply) => withReader(web, request, reply, (found) => hand(web, found, reply)))
}

async function show(web: Web, found: FoundReader, reply: FastifyReply): Promise<FastifyReply> {
  const { subscriberId } = found.ref
  const record = await readerRecord(web.store.db, subscriberId, SHOWN)
  const mails = await countReaderMails(web.store.db, subscriberId)
  return sendPrivately(reply, writeRecordPage(web, { found, record, mails, topics: await listTopics(web.store.db), most: SHOWN }))
}

async function hand(web: Web, found: FoundReader, reply: FastifyReply): Promise<FastifyReply> {
  const record = await readerRecord(web.store.db, found.ref.subscriberId, ALL)
  return reply
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex, nofollow')
    .header('content-disposition', 'attachment; filename="broadsheet-data.json"')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(record, withDates, 2))
}

/** Instants are numbers inside and dates for people. */
const withDates = (key: string, value: unknown): unknown =>
  typeof value === 'number' && /(^at|^since|^until|At|Until|_at|_until)$/.test(key) ? new Date(value).toISOString() : value
