import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance } from 'fastify'
import { answerFaults } from './answer-faults.ts'
import { subscriptionsDoor } from './api/subscriptions-door.ts'
import { assetsDoor } from './assets.ts'
import { apiDoor } from './api/v1/api-door.ts'
import { deskDoor } from './desk/desk-door.ts'
import { healthDoor } from './health.ts'
import { inboxDoor } from './inbox/inbox-door.ts'
import { keepPages } from './kept-pages.ts'
import { picturesDoor } from './pictures-door.ts'
import { pageVersion } from './page-version.ts'
import { eraseDoor } from './reader/erase-door.ts'
import { fewerDoor } from './reader/fewer-door.ts'
import { frontDoor } from './reader/front-door.ts'
import { leaveDoor } from './reader/leave-door.ts'
import { lostDoor } from './reader/lost-door.ts'
import { moveDoor } from './reader/move-door.ts'
import { preferencesDoor } from './reader/preferences-door.ts'
import { profileDoor } from './reader/profile-door.ts'
import { recordDoor } from './reader/record-door.ts'
import { archiveDoor } from './reading/archive-door.ts'
import { briefingDoor } from './reading/briefing-door.ts'
import { clickDoor } from './reading/click-door.ts'
import { copyDoor } from './reading/copy-door.ts'
import { digestDoor } from './reading/digest-door.ts'
import { feedDoor } from './reading/feed-door.ts'
import { issueDoor } from './reading/issue-door.ts'
import { ownFeedDoor } from './reading/own-feed-door.ts'
import { searchDoor } from './reading/search-door.ts'
import { topicDoor } from './reading/topic-door.ts'
import { reportsDoor } from './reports/reports-door.ts'
import { SECURITY } from './security.ts'
import { confirmDoor } from './sign-up/confirm-door.ts'
import { embedDoor } from './sign-up/embed-door.ts'
import { signUpDoor } from './sign-up/sign-up-door.ts'
import type { WebOptions } from './web.ts'

const READING = [archiveDoor, searchDoor, digestDoor, issueDoor, topicDoor, briefingDoor, feedDoor, copyDoor, clickDoor, ownFeedDoor]
const SIGNING_UP = [signUpDoor, confirmDoor, embedDoor, subscriptionsDoor]
const OWN = [leaveDoor, preferencesDoor, fewerDoor, profileDoor, recordDoor, eraseDoor, moveDoor, lostDoor]
const DOORS = [assetsDoor, picturesDoor, healthDoor, frontDoor, ...OWN, ...SIGNING_UP, ...READING, apiDoor, deskDoor]

const LONGEST_FORM = 64 * 1024
const LONGEST_REQUEST = 30_000
/** More than Node lets through. */
const LONGEST_ADDRESS = 100_000

/** Bytes of public pages in memory: some thousand pages. */
const MOST_KEPT = 32 * 1024 * 1024

const NOWHERE = '/unreadable'

/** The web server with all its doors, not yet listening. */
export async function buildServer(options: WebOptions): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: LONGEST_FORM,
    requestTimeout: LONGEST_REQUEST,
    trustProxy: [...(options.config.trustedProxies ?? [])],
    // Fastify would answer an endless address, or one such as /u/%E0, by itself and without our headers.
    routerOptions: { maxParamLength: LONGEST_ADDRESS },
    rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : NOWHERE),
  })
  await server.register(helmet, SECURITY)
  await server.register(formbody, { bodyLimit: LONGEST_FORM })
  await server.register(rateLimit, { global: false })
  const pages = keepPages({ version: pageVersion({ ...options, goodFor: options.pagesGoodFor ?? 1000 }), mostBytes: MOST_KEPT })
  const web = {
    ...options,
    // Asked anew each time: a mail server may be set at the desk.
    get catcher() {
      return options.catcher
    },
    pages,
  }
  answerFaults(server, web)
  for (const door of DOORS) await server.register(async (scope) => door(scope, web))
  if (options.webhooks) await server.register(async (scope) => reportsDoor(scope, web))
  await server.register(async (scope) => inboxDoor(scope, web))
  return server
}

function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url)
    return true
  } catch {
    return false
  }
}
