import { checkIssue } from '../../../flow/checks/check-issue.ts'
import type { DeskIssue } from '../../../flow/issues/desk-issue.ts'
import { contextOf } from '../../../flow/editing/preview-story.ts'
import { previewHarmlessly, type Previewed } from '../../../flow/preview-issue.ts'
import type { Web } from '../../web.ts'
import { findingViews } from '../briefings/finding-views.ts'
import type { Visit } from '../desk-route.ts'
import { readerIn, readPreviewWish } from './preview-wish.ts'

/** What should be looked at in the stories of an issue, and in its mail as a reader of all topics would get it. */
export async function checksView(web: Web, { words }: Visit, { issue, digest, stories }: DeskIssue) {
  const { db } = web.store
  const languages = [...new Set(stories.map(({ language }) => language))]
  const as = readerIn(readPreviewWish({}), { languages: languages.length > 0 ? languages : ['en'], zone: digest.schedule.zone })
  const shown = await previewHarmlessly(db, { what: String(issue.id), as }, web.publication, web.clock())
  const mail = shown.ok ? mailToCheck(web, shown) : undefined
  const found = await checkIssue(db, { stories, ...(mail && { mail }) })
  const checked = [...found.stories, { briefingId: 0, title: words.say('checks.field-mail'), findings: found.mail }]
  const views = checked
    .filter(({ findings }) => findings.length > 0)
    .map(({ briefingId, title, findings }) => ({
      ...{ briefingId, title, count: words.say('checks.count', { count: findings.length }) },
      ...findingViews(findings, words),
    }))
  const must = views.reduce((sum, one) => sum + one.must, 0)
  return { must, summary: words.say('checks.mustCount', { count: must }), isSound: views.every(({ isSound }) => isSound), stories: views }
}

function mailToCheck({ publication, clock }: Web, { message, share: { language, format } }: Extract<Previewed, { ok: true }>) {
  return { raw: Buffer.concat(message.raw), context: contextOf(publication, { language, format, now: clock() }) }
}
