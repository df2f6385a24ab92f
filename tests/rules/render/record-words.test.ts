import { expect, test } from 'vitest'
import type { AddressChangeState } from '../../../src/domain/address-change.ts'
import type { ChosenBy } from '../../../src/domain/choice.ts'
import type { ConsentPath } from '../../../src/domain/consent.ts'
import type { DeliveryState } from '../../../src/domain/delivery.ts'
import type { NoticeKind, NoticeState } from '../../../src/domain/notice.ts'
import { SUPPRESSION_REASONS } from '../../../src/domain/suppression.ts'
import { wordsFor } from '../../../src/render/words.ts'
import type { Row } from '../../../src/store/tables.ts'

type Every<Word extends string> = Record<Word, true>

const agreed: Every<ConsentPath> = {
  ...{ form: true, embedded: true, api: true, page: true, import: true, samples: true, move: true },
  'command-line': true,
  desk: true,
}
const chosen: Every<ChosenBy> = { page: true, 'one-click': true, mail: true, person: true, import: true, program: true }
const mail: Every<DeliveryState | NoticeState> = {
  ...{ queued: true, joined: true, leased: true, posting: true, accepted: true, refused: true, doubtful: true },
  ...{ withheld: true, expired: true },
}
const notice: Every<NoticeKind> = {
  ...{ 'confirm-sign-up': true, 'already-subscribed': true, welcome: true, 'confirm-address': true },
  ...{ 'address-changed': true, 'find-preferences': true, 'test-mail': true },
}
const news: Every<Row<'delivery_news'>['kind']> = { failed: true, ours: true, delayed: true, complaint: true, delivered: true }
const stop: Every<Row<'suppression_log'>['what']> = { added: true, lifted: true, held: true, dropped: true }
const move: Every<AddressChangeState> = { asked: true, made: true, 'taken-back': true, dropped: true }
const reason = Object.fromEntries(SUPPRESSION_REASONS.map((one) => [one, true]))

test('whatever a record holds has words for people, never those of the tables', () => {
  const words = wordsFor('ar')
  for (const [kind, each] of Object.entries({ agreed, chosen, mail, notice, news, stop, move, reason }))
    for (const word of Object.keys(each)) expect(words.say(`${kind}-${word}`), `${kind}-${word}`).toMatch(/^[^a-z]+$/)
})

test('names in a row are joined as the language does it', () => {
  const joined = ['en', 'zh', 'ar'].map((language) => wordsFor(language).list(['1', '2', '3']))
  expect(joined).toEqual(['1, 2 and 3', '1、2和3', '1 و2 و3'])
})
