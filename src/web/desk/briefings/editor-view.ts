import { MINUTE } from '../../../domain/instant.ts'
import { mayAct } from '../../../domain/desk-role.ts'
import type { Format } from '../../../domain/part.ts'
import type { OpenEditor } from '../../../flow/editing/open-editor.ts'
import type { Theme } from '../../../render/in-theme.ts'
import { nameIn } from '../../../render/name-in.ts'
import { frameLanguage, wordLanguages } from '../../../render/words.ts'
import { listOthersAt, shownState } from '../../../store/listings/edited-briefings.ts'
import { listNamed } from '../../../store/listings/named-briefings.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'
import { findingViews } from './finding-views.ts'
import { languageName } from './language-name.ts'
import { stateView } from './list-pages.ts'
import { checkStory } from './look-at-story.ts'

/** How many other briefings are proposed where one is to be named. */
const NAMED = 200

/** Somebody who has not been heard of for so long has gone. */
const GONE_AFTER = MINUTE

/** How the story is looked at: `?as=text&theme=dark&frame=ar`. The frame is that of its own language unless another is wished for. */
export type Look = { format: Format; theme: Theme; frame: string | undefined; isPhone: boolean }

export function lookOf({ request }: Visit): Look {
  const asked = { ...(request.query as Record<string, unknown>), ...(request.body as Record<string, unknown> | undefined) }
  const frame = wordLanguages().find((language) => language === asked['frame'])
  return {
    format: asked['as'] === 'text' ? 'text' : 'html',
    theme: asked['theme'] === 'dark' ? 'dark' : 'light',
    frame,
    isPhone: asked['width'] === 'phone',
  }
}

export const frameOf = ({ frame }: Look, { fields }: Pick<OpenEditor, 'fields'>): string =>
  frame ?? frameLanguage([fields.language || 'en'])

/** The whole page about one briefing. */
export async function editorView(web: Web, visit: Visit, open: OpenEditor) {
  const { briefing, fields, topics } = open
  const { words, person, zone } = visit
  const look = lookOf(visit)
  const isPublic = briefing.publicRevision !== null
  return {
    ...(await besideView(web, visit, open, look)),
    ...(await hereView(web, visit, open)),
    fields,
    isNew: briefing.content.title === '',
    mayWrite: mayAct(person.role, 'editor'),
    mayPublish: mayAct(person.role, 'publisher'),
    ...stepsOf(open),
    isPublic,
    webAddress: isPublic && briefing.state === 'published' ? web.publication.links.briefing(briefing.slug) : '',
    slugStart: new URL('b/', web.publication.links.home()).href,
    state: stateView(shownState(briefing.state, briefing.publishAt), words),
    publishAt: briefing.publishAt === null ? '' : words.say('briefings.publishesAt', { when: visit.when(briefing.publishAt) }),
    soonest: soonest(web, zone),
    zone,
    named: isPublic ? [] : await listNamed(web.store.db, { butNot: briefing.id, limit: NAMED }),
    source: briefing.source === 'desk' ? '' : `${briefing.source}: ${briefing.key}`,
    topics: topics.map(({ slug, names }) => ({ slug, label: nameIn(names, words.language).text, isChosen: fields.topics.includes(slug) })),
    languages: languagesFor(fields.language, words.language),
    priorities: Array.from({ length: 10 }, (_, rank) => ({ value: String(rank), isChosen: String(rank) === fields.priority })),
    look: lookView(look, open, words.language),
  }
}

function stepsOf({ briefing: { state, publishAt } }: OpenEditor) {
  const isBefore = state === 'draft' || state === 'review'
  return {
    isBefore,
    isDraft: state === 'draft',
    isInReview: state === 'review',
    isScheduled: publishAt !== null && isBefore,
    isPublished: state === 'published',
    isWithdrawn: state === 'withdrawn',
  }
}

/** An hour from now, as a field of the form wants it: the usual proposal for a publication to come. */
function soonest(web: Web, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(web.clock())
    .toZonedDateTimeISO(zone)
    .add({ hours: 1 })
    .round({ smallestUnit: 'minute' })
  return at.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

const USUAL = ['en', 'zh', 'zh-Hant', 'ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'tr', 'uk']

const languagesFor = (own: string, inLanguage: string) =>
  [...new Set([...USUAL, ...(own === '' ? [] : [own])])].map((tag) => ({
    ...{ tag, isChosen: tag === own },
    label: `${languageName(tag, inLanguage)} (${tag})`,
  }))

/** The preview: where its frame leads, and the ways to look at it. */
function lookView(look: Look, open: OpenEditor, inLanguage: string) {
  const frame = frameOf(look, open)
  const asked = new URLSearchParams({ as: look.format, theme: look.theme, frame })
  return {
    src: `/briefings/${open.briefing.id}/mail?${asked.toString()}`,
    isText: look.format === 'text',
    isDark: look.theme === 'dark',
    isPhone: look.isPhone,
    frames: wordLanguages().map((tag) => ({ tag, label: languageName(tag, inLanguage), isChosen: tag === frame })),
  }
}

/** What follows every change of the words: whether it is saved, what could not be read, what the checks find. */
export async function besideView(web: Web, visit: Visit, open: OpenEditor, look: Look) {
  const { words, when } = visit
  const { subject, problems, findings } = await checkStory(web, visit, open, frameOf(look, open))
  return {
    id: open.briefing.id,
    subject,
    saved:
      open.unsavedSince === undefined
        ? words.say('briefings.savedAt', { when: when(open.savedAt), author: open.author || words.say('briefings.somebody') })
        : words.say('briefings.keptAt', { when: when(open.unsavedSince) }),
    isUnsaved: open.unsavedSince !== undefined,
    problems: problems.map(({ field, line, message }) => ({
      field,
      line,
      message: words.tell(message),
      label: words.say(`briefings.field-${field}`),
    })),
    checks: findingViews(findings, words),
  }
}

/** Who else is here, and whether somebody has saved meanwhile. */
export async function hereView(web: Web, { words, person, when }: Visit, { briefing, revision, author, savedAt }: OpenEditor) {
  const since = web.clock() - GONE_AFTER
  const others = await listOthersAt(web.store.db, { briefingId: briefing.id, personId: person.id, since })
  return {
    id: briefing.id,
    revision,
    others: others.map(({ name, isHere, hasUnsaved }) => ({
      name,
      text: words.say(isHere ? 'briefings.isHere' : 'briefings.wasHere', { name }),
      more: hasUnsaved ? words.say('briefings.hasUnsaved') : '',
    })),
    newer:
      briefing.revision > revision
        ? words.say('briefings.newer', { author: author || words.say('briefings.somebody'), when: when(savedAt) })
        : '',
  }
}
