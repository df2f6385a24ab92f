import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { byFirstTopic } from '../../../domain/edit-stories.ts'
import { changesSince, findDeskIssue, type DeskIssue, type DeskStory } from '../../../flow/issues/desk-issue.ts'
import { nameIn } from '../../../render/name-in.ts'
import { wordLanguages } from '../../../render/words.ts'
import type { Web } from '../../web.ts'
import { CHART } from '../desk-assets.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import type { DeskNotice } from '../desk-notice.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { idIn } from './id-in.ts'
import { issueColour } from './issue-colour.ts'
import { heldText } from './held-words.ts'
import { checksView } from './checks-view.ts'
import { readersOf } from './readers-of.ts'
import { progressView } from './progress-view.ts'

export const ISSUE_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/issues/:id', needs: 'viewer', act: (web, visit) => showIssue(web, visit) },
]

/** One issue: its stories, its words, what can be done with it, and how far it has come. */
export async function showIssue(web: Web, visit: Visit, notice?: DeskNotice): Promise<FastifyReply> {
  const { person, words } = visit
  const found = await findDeskIssue(web.store.db, { id: idIn(visit), personId: person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const { issue, digest } = found
  const progress = await progressView(web, visit, found)
  const name = nameIn(digest.names, words.language).text
  const readers = await readersOf(web)
  return sendDeskPage(web, visit, {
    name: 'issue',
    title: `${name} ${issue.number}`,
    at: '/issues',
    scripts: ['sort-stories', 'issue-chart'],
    view: {
      ...{ id: issue.id, name, number: issue.number, due: visit.when(issue.dueAt), changes: found.changes, hash: found.partsHash },
      shortHash: found.partsHash.slice(0, 16),
      ...stateView(found, visit, { hasLeft: progress?.hasLeft ?? false, isSent: progress?.isGoing === false && progress.hasLeft }),
      ...storiesView(found, visit),
      readers: readers ? words.say('issues.readers', { count: readers.get(digest.slug) ?? 0 }) : words.say('lists.counting'),
      checks: issue.state === 'draft' ? await checksView(web, visit, found) : undefined,
      wordings: wordingsView(found, words.language),
      corrects: issue.correctsId ?? 0,
      progress,
      correction: correctionView(found, visit),
      since: sinceView(found, visit),
      chart: CHART.path,
    },
    notice,
  })
}

const STATES: Record<string, string> = { draft: 'issues.waits', skipped: 'issues.skipped' }

type Progress = { hasLeft: boolean; isSent: boolean }

function stateView({ issue, digest }: DeskIssue, { words, person, when }: Visit, { hasLeft, isSent }: Progress) {
  const isHeld = issue.heldReason !== null
  const isDraft = issue.state === 'draft'
  const isOut = issue.state === 'approved' || issue.state === 'addressed'
  const [mayEdit, mayPublish] = [mayAct(person.role, 'editor'), mayAct(person.role, 'publisher')]
  return {
    ...{
      isDraft,
      isOut,
      isHeld,
      canSendNow: isOut && !isHeld && !isSent,
      mayEdit: mayEdit && isDraft,
      mayTest: mayEdit && issue.state !== 'skipped',
      mayPublish,
    },
    mayWord: mayEdit && (isDraft || (isOut && isHeld)),
    state: words.say(isHeld ? 'issue-held' : isSent ? 'issues.sent' : (STATES[issue.state] ?? `issue-${issue.state}`)),
    colour: issueColour(isHeld ? 'held' : issue.state),
    heldReason: heldText(issue.heldReason ?? '', words),
    approved: issue.approvedAt === null ? '' : words.say('issues.approvedAt', { when: when(issue.approvedAt) }),
    isAuto: isDraft && !isHeld && !issue.waitsForYes && digest.approval === 'auto',
    canUnapprove: isOut && issue.fromAt === null && !hasLeft,
  }
}

function storiesView(found: DeskIssue, visit: Visit) {
  const { stories, leftOut, topics } = found
  const { words } = visit
  const topicName = (id: number): string => {
    const names = topics.get(id)
    return names ? nameIn(names, words.language).text : ''
  }
  const storyView = (story: DeskStory, index: number, all: DeskStory[]) => ({
    ...{ id: story.briefingId, title: story.title, language: story.language, isPinned: story.isPinned === true, newest: story.newest },
    ...{ isFirst: index === 0, isLast: index === all.length - 1 },
    also: story.topicIds.slice(1).map(topicName).join(', '),
  })
  const groups = byFirstTopic(stories)
  return {
    count: words.say('issues.stories', { count: stories.length }),
    groups: groups.map(({ topicId, stories: some }, index) => ({
      ...{ topicId, topic: topicName(topicId), isFirst: index === 0, isLast: index === groups.length - 1 },
      stories: (some as DeskStory[]).map(storyView),
    })),
    leftOut: leftOut.map(storyView),
  }
}

function wordingsView({ words: said }: DeskIssue, shown: string) {
  return wordLanguages().map((language) => ({
    language,
    name: new Intl.DisplayNames([shown], { type: 'language' }).of(language) ?? language,
    subject: said.subjects[language] ?? '',
    introduction: said.introductions[language] ?? '',
  }))
}

function correctionView({ issue, printings, next, earlierCopies, stories }: DeskIssue, { words, when }: Visit) {
  const titles = new Map(stories.map(({ briefingId, title }) => [briefingId, title]))
  return {
    hasPrintings: printings.length > 1,
    printings: printings.map(({ printing, frozenAt, frozenBy, partsHash }) => ({
      ...{ printing, by: frozenBy, at: when(frozenAt), hash: partsHash.slice(0, 16), isCurrent: printing === issue.printing },
    })),
    next: next && {
      hash: next.partsHash,
      shortHash: next.partsHash.slice(0, 16),
      changed: next.changed.map(({ briefingId }) => titles.get(briefingId) ?? ''),
      hasNewWords: next.hasNewWords,
    },
    earlier: earlierCopies === 0 ? '' : words.say('issues.earlierCopies', { count: earlierCopies }),
  }
}

function sinceView({ look, isSeen, stories }: DeskIssue, { words, when }: Visit) {
  if (!look) return { isNever: true, isSeen: false, at: '', changes: [] }
  const changes = changesSince(look, stories).map(({ kind, title }) => ({ kind: words.say(`issues.since-${kind}`), title }))
  return { isNever: false, isSeen, at: when(look.lookedAt), changes }
}
