import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Web, WebOptions } from '../../web.ts'
import { rootOf } from '../../write-page.ts'
import { answerProblems } from './answer-problems.ts'
import type { Api } from './api.ts'
import { askForKey } from './ask-for-key.ts'
import { briefingChangeRoutes } from './briefing-changes-routes.ts'
import { briefingRoutes } from './briefings-routes.ts'
import { deliveryRoutes } from './deliveries-routes.ts'
import { digestRoutes } from './digests-routes.ts'
import { doOnce } from './do-once.ts'
import { answerUnmodified } from './etag.ts'
import { eventRoutes } from './events-routes.ts'
import { explainRoutes } from './explain-routes.ts'
import { hookRoutes } from './hooks-routes.ts'
import { issueMoveRoutes } from './issue-moves-routes.ts'
import { issueRoutes } from './issues-routes.ts'
import { keyRoutes } from './keys-routes.ts'
import { subscriberRoutes } from './subscribers-routes.ts'
import { subscriptionRoutes } from './subscriptions-routes.ts'
import { suppressionRoutes } from './suppressions-routes.ts'
import { topicRoutes } from './topics-routes.ts'

const ROUTES = [
  ...[briefingRoutes, briefingChangeRoutes, topicRoutes, digestRoutes, issueRoutes, issueMoveRoutes],
  ...[subscriberRoutes, subscriptionRoutes, deliveryRoutes, suppressionRoutes, eventRoutes, explainRoutes],
  ...[hookRoutes, keyRoutes],
]

const ABOUT = `Everything that the desk and the command line do, for programs.

Send a key as \`Authorization: Bearer <key>\`; \`broadsheet key add\` makes one. Lists are turned page by page: send \`next\` as \`after\`.
A request that changes something may carry an \`Idempotency-Key\`: sent again within a day it is answered as before, and not done again.
What is read has an \`ETag\`; sent back as \`If-Match\`, it keeps you from overwriting what somebody else has changed. What goes wrong is told
as a problem (RFC 9457).`

/** `/api/v1`: for programs with a key. The schemas that check requests and answers make the OpenAPI document and its page, `/api/v1/docs`. */
export async function apiDoor(server: FastifyInstance, web: Web & Pick<WebOptions, 'log'>): Promise<void> {
  await server.register(async (scope) => openApi(scope.withTypeProvider<ZodTypeProvider>(), web), { prefix: '/api/v1' })
}

async function openApi(api: Api, web: Web & Pick<WebOptions, 'log'>): Promise<void> {
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  // Only JSON is taken: a form of another site could not be told from a program's request.
  api.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain'])
  answerProblems(api, web)
  await document(api, web)
  askForKey(api, web)
  doOnce(api, web)
  answerUnmodified(api)
  for (const routes of ROUTES) routes(api, web)
}

/** The page's styles stand in its elements; nothing on it comes from elsewhere. */
const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

async function document(api: Api, { publication }: Web): Promise<void> {
  const root = rootOf(publication.links.home())
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${publication.sender.name}: API`, version: '1', description: ABOUT },
      servers: [{ url: root }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  })
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: `${root}api/v1`,
    staticCSP: true,
    transformStaticCSP: () => PAGE_CSP,
    uiConfig: { docExpansion: 'list', tryItOutEnabled: true },
    theme: { title: `${publication.sender.name}: API` },
  })
}
