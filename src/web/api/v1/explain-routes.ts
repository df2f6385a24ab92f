import { z } from 'zod'
import { explain } from '../../../flow/explain/explain.ts'
import { sayExplanation } from '../../../render/say-explanation.ts'
import { wordLanguages, wordsFor } from '../../../render/words.ts'
import type { Web } from '../../web.ts'
import { needs, type Api } from './api.ts'
import { unknownThing } from './refusal.ts'
import { FAULTS, id, language } from './shapes.ts'

const question = z.object({
  address: z.string().min(3).max(320),
  briefing: z.string().min(1).max(300).describe('its id, its key, or where it stands on the web'),
  issue: id.optional(),
  language: language.refine((tag) => wordLanguages().includes(tag), 'There are no words in it.').default('en'),
})

const explanation = z.looseObject({
  said: z.looseObject({ why: z.string(), where: z.string() }),
  because: z.looseObject({ code: z.string() }),
})

const tags = ['explain']

/** Why a reader got a story, will get it, or did not, by reason codes and in words. */
export function explainRoutes(api: Api, web: Web): void {
  api.get(
    '/explain',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, operationId: 'explainStory', summary: 'Why a reader got a story, will get it, or did not', querystring: question },
        response: { 200: z.looseObject({ address: z.string(), explanations: z.array(explanation) }), ...FAULTS },
      },
    },
    async ({ query: { address, briefing, issue, language } }, reply) => {
      const asked = { address, briefing, ...(issue === undefined ? {} : { issueId: issue }) }
      const explained = await explain(web.store.db, asked, web.clock())
      if (!explained.ok) throw unknownThing(explained.reason)
      const words = wordsFor(language)
      const explanations = explained.explanations.map((one) => ({ ...one, said: sayExplanation(one, words, 'UTC') }))
      reply.header('cache-control', 'no-store')
      return { address: explained.address, briefing: explained.briefing, explanations }
    },
  )
}
