import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify'
import { mayAct } from '../../domain/desk-role.ts'
import type { Instant } from '../../domain/instant.ts'
import { isHouseEmpty } from '../../flow/desk/begin-house.ts'
import { whoIsIn } from '../../flow/desk/sign-in.ts'
import { deskWords } from '../../render/render-desk-page.ts'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import { ACCOUNT_ROUTES } from './account-pages.ts'
import { ADMIN_ROUTES } from './admin/admin-routes.ts'
import { heldAtDesk } from './admin/standing-pages.ts'
import { AHEAD_ROUTES } from './ahead-pages.ts'
import { AUDIT_ROUTES } from './audit-pages.ts'
import { BRIEFING_ROUTES } from './briefings/briefing-routes.ts'
import { deskAssets } from './desk-assets.ts'
import { deskFault } from './desk-fault.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { digestNamesIn } from './digest-names.ts'
import { FRONT_ROUTES } from './front-pages.ts'
import { LISTS_ROUTES } from './lists/lists-routes.ts'
import { ISSUES_ROUTES } from './issues/issues-routes.ts'
import { notFound } from './not-found.ts'
import { PEOPLE_ROUTES } from './people-pages.ts'
import { readUpToFile, type SentFile } from './sent-file.ts'
import { cookieOptions, SESSION_COOKIE } from './session-cookie.ts'
import { signInPages } from './sign-in-pages.ts'
import { WHY_ROUTES } from './why-pages.ts'
import { SETTINGS_ROUTES } from './settings/settings-routes.ts'
import { setUpPages } from './set-up-pages.ts'
import { sendDeskPage } from './write-desk-page.ts'

/** Every page and action for those who are in. The tests try each without a session, with too low a role, and without a CSRF token. */
export const DESK_ROUTES: DeskRoute[] = [
  ...FRONT_ROUTES,
  ...BRIEFING_ROUTES,
  ...ISSUES_ROUTES,
  ...AHEAD_ROUTES,
  ...WHY_ROUTES,
  ...ACCOUNT_ROUTES,
  ...PEOPLE_ROUTES,
  ...AUDIT_ROUTES,
  ...ADMIN_ROUTES,
  ...LISTS_ROUTES,
  ...SETTINGS_ROUTES,
]

/** Only what we serve is loaded and run; Tabler's styles draw arrows and ticks as data: images. */
const DESK_CSP = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `/desk`: for the people who make the publication. */
export async function deskDoor(server: FastifyInstance, web: Web): Promise<void> {
  await server.register(cookie)
  await server.register(csrf, { cookieKey: 'desk-form', cookieOpts: cookieOptions(web), getToken: tokenOf })
  server.addHook('onRequest', async (_, reply) => void reply.header('content-security-policy', DESK_CSP))
  // A browser tells where a form comes from; one on another site is not ours, whatever it holds.
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') return reply.code(403).send('')
  })
  await server.register(
    async (scope) => {
      await scope.register(multipart)
      deskAssets(scope)
      signInPages(scope, web)
      setUpPages(scope, web)
      for (const route of DESK_ROUTES) guard(scope, web, route)
      scope.setNotFoundHandler((request, reply) => enter(web, NOWHERE, { request, reply, file: undefined }))
    },
    { prefix: '/desk' },
  )
}

function guard(server: FastifyInstance, web: Web, route: DeskRoute): void {
  const files = new WeakMap<FastifyRequest, SentFile>()
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const file = files.get(request)
    try {
      return await enter(web, route, { request, reply, file })
    } finally {
      // What nobody wanted to read is let through, or the connection would wait for it.
      file?.bytes.resume()
    }
  }
  if (route.method === 'GET') return void server.get(route.path, handler)
  const read = async (request: FastifyRequest): Promise<void> => {
    const file = await readUpToFile(request, route.takesFile ?? 0)
    if (file) files.set(request, file)
  }
  const check: preHandlerHookHandler = (request, reply, done) => server.csrfProtection(request, reply, done)
  const bodyLimit = route.takesText === undefined ? {} : { bodyLimit: route.takesText }
  server.post(route.path, { ...bodyLimit, preHandler: route.takesFile === undefined ? check : [read, check] }, handler)
}

// Whoever is not in does not learn what there is.
const NOWHERE: Pick<DeskRoute, 'needs' | 'act'> = { needs: 'viewer', act: async (web, visit) => notFound(web, visit) }

async function enter(
  web: Web,
  { needs, act }: Pick<DeskRoute, 'needs' | 'act'>,
  { request, reply, file }: Pick<Visit, 'request' | 'reply' | 'file'>,
): Promise<FastifyReply> {
  const found = await whoIsIn(web.store.db, request.cookies[SESSION_COOKIE] ?? '', web.clock())
  if (!found) return (await isHouseEmpty(web.store.db)) ? toSetUp(web, reply) : toSignIn(web, request, reply)
  const words = deskWords(found.person.language)
  const zone = found.person.zone ?? 'UTC'
  const when = (at: Instant): string => words.shortMoment(at, zone, web.clock())
  const digestNames = await digestNamesIn(web, words.language)
  const digestName = (slug: string): string => digestNames[slug] ?? slug
  const held = await heldAtDesk(web)
  const visit: Visit = { ...found, zone, request, reply, words, csrf: reply.generateCsrf(), when, digestNames, digestName, file, held }
  if (!mayAct(found.person.role, needs)) return refuse(web, visit)
  return act(web, visit).catch((error: unknown) => deskFault(web, visit, error))
}

const tokenOf = (request: FastifyRequest): string => {
  const { _csrf } = (request.body ?? {}) as Record<string, unknown>
  return typeof _csrf === 'string' ? _csrf : ''
}

/** Where to go on afterwards is kept only for pages that were looked at: an action is never repeated by signing in. */
function toSignIn(web: Web, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const desk = `${rootOf(web.publication.links.home())}desk`
  const next = request.method === 'GET' && request.url !== '/desk' ? `?next=${encodeURIComponent(request.url)}` : ''
  return reply.redirect(`${desk}/sign-in${next}`, 303)
}

/** Nobody works here yet: the first visit makes the first admin. */
const toSetUp = (web: Web, reply: FastifyReply): FastifyReply => reply.redirect(`${rootOf(web.publication.links.home())}desk/set-up`, 303)

const refuse = (web: Web, visit: Visit): FastifyReply =>
  sendDeskPage(web, { ...visit, reply: visit.reply.code(403) }, { name: 'refused', title: visit.words.say('refusedTitle') })
