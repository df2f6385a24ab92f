import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../domain/briefing.ts'
import { wordsFor, type Words } from '../../render/words.ts'
import { listPublicBriefings } from '../../store/listings/public-briefings.ts'
import { listPublicIssues } from '../../store/listings/public-issues.ts'
import { askedLanguage } from '../asked-languages.ts'
import { isOnThisMachine } from '../is-on-this-machine.ts'
import { notFound } from '../answer-faults.ts'
import { finish } from '../kept-pages.ts'
import { listQueryText, readListQuery, type ListQuery } from '../list-query.ts'
import { sendKept } from '../send-kept.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import { sendHtml } from '../send-page.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { issueLineView } from '../reading/issue-line-view.ts'
import { storyView } from '../reading/story-view.ts'
import { findDigestOffer } from '../sign-up/offer.ts'
import { signUpView } from '../sign-up/sign-up-view.ts'

const STORIES = 20
const ISSUES = 3

const INVITING = ['frontIssues', 'frontSignUp']
const WORDS = [
  ...LIST_WORDS,
  'frontAbout',
  'frontLatest',
  'frontFind',
  'frontNothing',
  'frontNothingNext',
  'inboxHint',
  'inboxOpen',
  ...INVITING,
]

/** `/`: what this publication is, its latest issues and briefings, and the form to sign up. */
export function frontDoor(server: FastifyInstance, web: Web): void {
  server.get('/', (request, reply) => showFront(web, request, reply))
}

async function showFront(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = readListQuery(request.query)
  const language = query.language ?? askedLanguage(web, request.headers['accept-language'])
  const asked = { query, words: wordsFor(language), showsInbox: web.catcher && isOnThisMachine(request) }
  const make = async () => ({ content: await makeFront(web, asked) })
  // With the hint at the inbox the page is for this machine alone.
  if (web.catcher) return sendHtml(reply.header('cache-control', 'no-store').header('vary', 'accept-language'), (await make()).content)
  const key = `front ${listQueryText(asked.query)} ${language}`
  const page = asked.query.search === '' ? await web.pages.get(key, make) : await finish(await make())
  if (!page) return notFound(web, request, reply)
  return sendKept(request, reply, page, query.language === undefined ? { vary: 'accept-language' } : {})
}

type Asked = { query: ListQuery; words: Words; showsInbox: boolean }

/** Made once a minute for everybody, however many come by a link from elsewhere: so its form is never older than that (form-stamp.ts). */
async function makeFront(web: Web, { query, words, showsInbox }: Asked): Promise<string> {
  const { briefings, total, hasOlder } = await listPublicBriefings(web.store, { ...query, limit: STORIES })
  const list = {
    path: rootOf(web.publication.links.home()),
    query,
    total,
    lastKey: briefings.at(-1)?.publishSeq,
    hasOlder,
    shown: briefings.length,
  }
  const leads = query.search === '' && query.before === undefined
  const view = {
    ...(leads ? await invitation(web, words, query.language) : { issues: [], signUp: null }),
    stories: briefings.map((briefing) => storyView(briefing, words, query.language)),
    list: listView(list, words),
    showsInbox,
    leads,
  }
  const { name } = web.publication.sender
  const { language } = words
  const about = { path: '', isInEveryLanguage: leads, chosen: query.language }
  return writePage(web, { name: 'front', language, title: name, description: words.say('frontAbout'), words: WORDS, view, about })
}

/** What the first page has besides: the latest issues, and the form with all digests and topics. */
async function invitation(web: Web, words: Words, chosen?: Language) {
  const { language } = words
  const { issues } = await listPublicIssues(web.store, { limit: ISSUES, now: web.clock() })
  const offer = await findDigestOffer(web, undefined, language)
  const signUp = offer ? signUpView(web, { offer, language, chosen, fields: offer.usual, faults: {} }) : null
  return { issues: issues.map((issue) => issueLineView(issue, words, chosen)), signUp }
}
