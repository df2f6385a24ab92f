import type { FastifyReply } from 'fastify'
import { direction } from '../../../domain/language.ts'
import { listWordings, spokenIn, type Wording } from '../../../render/list-wordings.ts'
import { WORD_SETS } from '../../../render/own-templates.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { queryFields } from '../form-fields.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const WORD_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/templates/words', needs: 'viewer', act: showWords }]

const AT_ONCE = 100

/** All that is said to readers, or at the desk, language beside language. */
async function showWords(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request } = visit
  const { search, before: behind = 0 } = readListQuery(request.query)
  const { set: asked, missing } = queryFields(request, ['set', 'missing'])
  const set = WORD_SETS.find((one) => one === asked) ?? WORD_SETS[0]
  const found = listWordings(set, { search, isMissing: missing === 'yes' })
  const shown = found.slice(behind, behind + AT_ONCE)
  const languages = spokenIn(set)
  const names = new Intl.DisplayNames([words.language], { type: 'language' })
  const more = new URLSearchParams({ set, q: search, missing, before: String(behind + AT_ONCE) })
  return sendDeskPage(web, visit, {
    name: 'words',
    title: words.say('templates.words'),
    at: '/templates',
    view: {
      ...{ search, set, missing, count: words.say('templates.wordings', { count: found.length }) },
      sets: WORD_SETS.map((one) => ({
        set: one,
        label: words.say(`templates.kind-${one === 'words/' ? 'words' : 'desk-words'}`),
        isHere: one === set,
      })),
      languages: languages.map((language) => names.of(language) ?? language),
      wordings: shown.map((one) => wordingView(one, languages, names)),
      more: found.length > behind + AT_ONCE ? `?${more.toString()}` : '',
    },
  })
}

const wordingView = ({ file, key, in: said }: Wording, languages: string[], names: Intl.DisplayNames) => ({
  ...{ file, key },
  said: languages.map((language) => ({
    ...{ language, name: names.of(language) ?? language, way: direction(language) },
    forms: said[language]?.forms ?? [],
    isMissing: said[language] === undefined,
    isOwn: said[language]?.isOwn ?? false,
  })),
})
