import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { wordsFor, type Words } from '../../render/words.ts'
import { listPublicBriefings } from '../../store/listings/public-briefings.ts'
import { listPublicIssues } from '../../store/listings/public-issues.ts'
import { askedLanguage } from '../asked-languages.ts'
import { isOnThisMachine } from '../is-on-this-machine.ts'
import { listQueryText, readListQuery } from '../list-query.ts'
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
  const language = askedLanguage(request.headers['accept-language'])
  const words = wordsFor(language)
  const query = readListQuery(request.query)
  const { briefings, total, hasOlder } = await listPublicBriefings(web.store, { ...query, limit: STORIES })
  const list = {
    path: rootOf(web.publication.links.home()),
    query,
    total,
    lastKey: briefings.at(-1)?.publishSeq,
    hasOlder,
    shown: briefings.length,
  }
  const showsInbox = web.catcher && isOnThisMachine(request)
  const leads = listQueryText(query) === ''
  const view = {
    ...(leads ? await invitation(web, words) : { issues: [], signUp: null }),
    stories: briefings.map((briefing) => storyView(briefing, words)),
    list: listView(list, words),
    showsInbox,
    leads,
  }
  const { name } = web.publication.sender
  const html = writePage(web, { name: 'front', language, title: name, description: words.say('frontAbout'), words: WORDS, view })
  // With the hint at the inbox the page is for this machine alone.
  const caching = web.catcher ? 'no-store' : 'public, max-age=60'
  return sendHtml(reply.header('cache-control', caching).header('vary', 'accept-language'), html)
}

/** What the first page has besides: the latest issues, and the form with all digests and topics. */
async function invitation(web: Web, words: Words) {
  const { language } = words
  const { issues } = await listPublicIssues(web.store, { limit: ISSUES, now: web.clock() })
  const offer = await findDigestOffer(web, undefined, language)
  const signUp = offer ? signUpView(web, { offer, language, fields: offer.usual, faults: {} }) : null
  return { issues: issues.map((issue) => issueLineView(issue, words)), signUp }
}
