import { DAY, HOUR, MINUTE, type Instant } from '../../src/domain/instant.ts'
import { EVERY_DAY } from '../../src/domain/weekdays.ts'
import { acceptBriefing } from '../../src/flow/accept-briefing.ts'
import { addressDue } from '../../src/flow/address-issue.ts'
import { addTopic } from '../../src/flow/add-topic.ts'
import { approveDue } from '../../src/flow/approve-issue.ts'
import { composeDigest } from '../../src/flow/compose-issue.ts'
import { addPerson } from '../../src/flow/desk/add-person.ts'
import { choosePassword } from '../../src/flow/desk/choose-password.ts'
import { beginBriefing, emptyFields } from '../../src/flow/editing/begin-briefing.ts'
import { finishSetUp } from '../../src/flow/settings/set-up.ts'
import type { Store } from '../../src/store/dialect.ts'
import { saveHeartbeat } from '../../src/store/heartbeats.ts'
import { addToReputation } from '../../src/store/reputation.ts'
import { senderOver } from '../parts/deliver/sending.ts'
import { briefing, digest, PUBLICATION, reader } from '../support/world.ts'
import { STORIES, TOPICS, UNFINISHED } from './stories.ts'

export const PASSWORD = 'correct horse battery'

/** Tuesday, 10 March 2026, a little before eight in London: a digest is on its way. */
export const NOW: Instant = Date.parse('2026-03-10T07:50:00Z')

const ISSUES = 6
const READERS = 48
const AIKO = { id: 1, name: 'Aiko Tanaka' }

/** A newsroom in the middle of its day: five issues are sent, the sixth is going, and a story is being written. */
export async function furnishNewsroom(store: Store): Promise<void> {
  const begun = NOW - (ISSUES + 1) * DAY
  await hire(store, begun)
  for (const { slug, names } of TOPICS) must(await addTopic(store, { slug, names }, begun))
  const names = { en: 'Morning Briefing', zh: '晨间简报', ar: 'موجز الصباح' }
  await digest(store, { slug: 'morning', names, schedule: { zone: 'UTC', minute: 360, weekdays: EVERY_DAY } })
  const weekly = { slug: 'weekly', names: { en: 'Science Weekly' }, topics: ['science'], approval: 'person' as const }
  await digest(store, { ...weekly, schedule: { zone: 'Europe/London', minute: 540, weekdays: EVERY_DAY } })
  await beginBriefing(store, { ...emptyFields('en'), ...UNFINISHED }, AIKO, NOW - 20 * MINUTE)
  await subscribeAll(store)
  await sendIssues(store)
  await composeDigest(store, 'weekly', NOW - HOUR)
  await furnishHouse(store)
}

async function hire(store: Store, now: Instant): Promise<void> {
  const wanted = { address: 'aiko@example.com', name: AIKO.name, role: 'admin' as const, language: 'en' }
  const added = must(await addPerson(store, wanted, { id: null, name: 'pictures' }, now))
  must(await choosePassword(store, { word: added.word, password: PASSWORD }, now))
}

async function subscribeAll(store: Store): Promise<void> {
  const all = TOPICS.map(({ slug }) => slug)
  for (let index = 0; index < READERS; index++) {
    const address =
      index === 0 ? 'aiko@tokyo.example' : `reader${index}@${['gmail.com', 'outlook.com', 'qq.com', 'post.example'][index % 4] ?? ''}`
    const topics = index === 0 ? all : all.filter((_, place) => (index + place) % 3 > 0)
    const hour = { zone: 'UTC', minute: 390 + (index % 8) * 30, weekdays: EVERY_DAY }
    await reader(store, address, { topics, hour })
  }
}

/** A day after the other, each with its stories; the last one stops in the middle. */
async function sendIssues(store: Store): Promise<void> {
  const sending = await senderOver(store, { lines: 4 })
  for (let day = 0; day < ISSUES; day++) {
    const cut = NOW - (NOW % DAY) + 6 * HOUR - (ISSUES - 1 - day) * DAY
    for (const said of STORIES.slice(day * 2, day * 2 + 2)) {
      must(await acceptBriefing(store, { draft: briefing(said), source: 'desk', asDraft: false }, cut - HOUR))
    }
    await composeDigest(store, 'morning', cut)
    await approveDue(store, PUBLICATION, cut, fail)
    await addressDue(store, cut, fail)
    for (let at = cut; at < Math.min(cut + 12 * HOUR, NOW); at += 30 * MINUTE) {
      sending.setClock(at)
      await sending.run()
    }
  }
  // The store is closed by whoever opened it.
  sending.context.transport.close()
  await sending.server[Symbol.asyncDispose]()
}

async function furnishHouse(store: Store): Promise<void> {
  await finishSetUp(store, AIKO, NOW)
  const beat = { run: 'pictures', host: 'news-1', pid: 411, version: '1.0.0', startedAt: NOW - 3 * DAY, troubles: 0, lastTrouble: null }
  await saveHeartbeat(store.db, { ...beat, roles: ['web', 'planner', 'sender', 'collector'] }, NOW)
  for (let day = 1; day < 30; day++) {
    const accepted = 4000 + ((day * 37) % 11) * 90 - day * 25
    await addToReputation(store.db, 'broadsheet.example', [
      {
        hour: NOW - day * DAY,
        receiver: 'gmail.com',
        accepted,
        refused: 20 + (day % 5) * 8,
        bounced: 12 + (day % 4) * 5,
        complained: day % 3,
      },
    ])
  }
}

const fail = (_: unknown, error: unknown): never => {
  throw error
}

function must<Answer extends { ok: boolean }>(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(`The newsroom cannot be furnished: ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { ok: true }>
}
