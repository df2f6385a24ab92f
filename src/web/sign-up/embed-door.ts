import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { embeddedForm } from '../../flow/embedded-form.ts'
import { wordsFor } from '../../render/words.ts'
import { askedLanguage } from '../asked-languages.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { findDigestOffer } from './offer.ts'
import { fieldReader } from './read-sign-up-form.ts'
import { writeSignUpPage } from './sign-up-pages.ts'

/** `/sign-up/embed`: the form as html to put into a page elsewhere. */
export function embedDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.signUp}/embed`, (request, reply) => show(web, request, reply))
}

async function show(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const language = askedLanguage(web, request.headers['accept-language'])
  const words = wordsFor(language)
  const offer = await findDigestOffer(web, fieldReader(request.query).one('digest'), language)
  if (!offer) return sendPrivately(reply, writeSignUpPage(web, language, undefined))
  const heading = words.say('signUpEmbedTitle')
  const snippet = await embeddedForm(web.store, web.publication, { slug: offer.digest.slug, language })
  return sendPrivately(
    reply,
    writePage(web, { name: 'embed', language, title: heading, words: ['signUpEmbedAbout'], view: { heading, snippet } }),
  )
}
