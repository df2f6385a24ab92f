import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../domain/briefing.ts'
import { wordsFor, type Words } from '../../render/words.ts'
import { notFound } from '../answer-faults.ts'
import { askedLanguage } from '../asked-languages.ts'
import { finish, type MadePage } from '../kept-pages.ts'
import { listQueryText, readListQuery, type ListQuery } from '../list-query.ts'
import { sendKept } from '../send-kept.ts'
import type { Web } from '../web.ts'

/** What somebody asks of a public page: which part of a list, in which language. */
export type Asked = { query: ListQuery; language: Language; words: Words }

type Make = (asked: Asked) => Promise<MadePage | undefined>

/** Serves a public page in the language that its address names, else in the browser's. Every page is made once for everybody. */
export async function servePage(web: Web, request: FastifyRequest, reply: FastifyReply, make: Make): Promise<FastifyReply> {
  const query = readListQuery(request.query)
  const language = query.language ?? askedLanguage(web, request.headers['accept-language'])
  const asked = { query, language, words: wordsFor(language) }
  const page = await getPage(web, keyOf(request, asked), asked, make)
  if (!page) return notFound(web, request, reply)
  return sendKept(request, reply, page, query.language === undefined ? { vary: 'accept-language' } : {})
}

// Searches are as many as people can type: kept, they would drive out what everybody reads.
async function getPage(web: Web, key: string, asked: Asked, make: Make) {
  if (asked.query.search === '') return web.pages.get(key, () => make(asked))
  const made = await make(asked)
  return made && finish(made)
}

/** Only what we understand of the address: whatever else stands in it makes no page of its own. */
const keyOf = ({ routeOptions, params }: FastifyRequest, { query, language }: Asked): string =>
  `${routeOptions.url ?? ''} ${JSON.stringify(params)} ${listQueryText(query)} ${language}`
