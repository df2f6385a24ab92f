import type { Instant } from '../../../src/domain/instant.ts'
import { readSignUpToken } from '../../../src/domain/links.ts'
import { USUAL_LIMITS } from '../../../src/domain/sign-up.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { answerSignUps } from '../../../src/flow/answer-sign-ups.ts'
import { askToSubscribe, type SignUpAsked, type SignUpWish } from '../../../src/flow/ask-to-subscribe.ts'
import { confirmSignUp, type Confirmed } from '../../../src/flow/confirm-sign-up.ts'
import type { NoticeContent } from '../../../src/domain/notice.ts'
import { ROUTES } from '../../../src/domain/links.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { digest, openWorld, PUBLICATION, topics } from '../../support/world.ts'

export const PHONE = { network: '203.0.113.7', browser: 'A phone in Cairo' }
export const DESK = { network: '2001:db8::7', browser: 'A desk in Cairo' }

export const WISH: SignUpWish = {
  address: 'layla@cairo.example',
  name: 'Layla',
  digestId: 1,
  choices: { topicIds: [1], hour: { zone: 'Africa/Cairo', minute: 420, weekdays: EVERY_DAY }, languages: ['ar', 'en'], format: 'html' },
  language: 'ar',
  how: 'form',
  wording: { language: 'ar', text: 'You may send it to me.' },
  from: PHONE,
}

/** A publication with the topics `world` and `sport` and a digest of them, to which nobody has subscribed. */
export async function openPublication(url: string): Promise<Store & AsyncDisposable> {
  const store = await openWorld(url)
  await topics(store, 'world', 'sport')
  await digest(store, { names: { en: 'Morning', ar: 'الصباح' } })
  return store
}

export const ask = (store: Store, wish: Partial<SignUpWish>, now: Instant): Promise<SignUpAsked> =>
  askToSubscribe(store, { ...WISH, ...wish }, { publication: PUBLICATION, limits: USUAL_LIMITS, now })

export const answerAll = (store: Store, now: Instant): Promise<number> =>
  answerSignUps({
    ...{ store, publication: PUBLICATION, clock: () => now },
    failed: (what, error) => {
      throw new Error(what, { cause: error })
    },
  })

/** Single mails that wait to be sent: what they are, for whom, and what they say. */
export async function noticesIn({ db }: Store): Promise<{ kind: string; address: string; language: string; content: NoticeContent }[]> {
  const rows = await db.selectFrom('notices').select(['kind', 'address', 'language', 'content']).orderBy('id').execute()
  return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as NoticeContent }))
}

/** The sign-up that the last mail's button leads to. */
export async function lastLink(store: Store): Promise<{ token: string; id: number }> {
  const { content } = (await noticesIn(store)).findLast(({ kind }) => kind === 'confirm-sign-up') ?? {}
  const token = content?.button?.url.split(ROUTES.confirm)[1] ?? ''
  const id = readSignUpToken(token, PUBLICATION.isSigned)
  if (id === undefined) throw new Error('There is no mail to confirm')
  return { token, id }
}

export const press = (store: Store, id: number, now: Instant, from = DESK): Promise<Confirmed> =>
  confirmSignUp(store, id, { from, hashAddress: PUBLICATION.hashAddress, now })

/** Asks, gets the mail and presses the button in it. */
export async function signUp(store: Store, wish: Partial<SignUpWish>, now: Instant): Promise<Confirmed> {
  await ask(store, wish, now)
  await answerAll(store, now)
  return press(store, (await lastLink(store)).id, now)
}
