import { generate } from 'otplib'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { addPerson, recoverPerson } from '../../../src/flow/desk/add-person.ts'
import { changePassword, choosePassword } from '../../../src/flow/desk/choose-password.ts'
import { changePerson } from '../../../src/flow/desk/change-person.ts'
import { beginTotp } from '../../../src/flow/desk/set-up-totp.ts'
import { signIn, whoIsIn, type SignedIn } from '../../../src/flow/desk/sign-in.ts'
import { makeTotp } from '../../../src/flow/desk/totp.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { getPerson } from '../../../src/store/people.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'

const TESTS = { id: null, name: 'tests' }
const PASSWORD = 'correct horse battery'

async function rosa(store: Store): Promise<number> {
  const added = await addPerson(store, { address: 'Rosa@Example.com', name: 'Rosa', role: 'admin', language: 'en' }, TESTS, NOON)
  if (!added.ok) throw new Error(added.reason)
  await choosePassword(store, { word: added.word, password: PASSWORD }, NOON)
  return added.personId
}

const attempt = (
  store: Store,
  said: { address?: string; password?: string; code?: string; network?: string } = {},
  now = NOON,
): Promise<SignedIn> =>
  signIn(store, { address: 'rosa@example.com', password: PASSWORD, code: '', network: '203.0.113.0/24', browser: 'Firefox', ...said }, now)

describe.each(eachDatabase)('signing in on $name', ({ url }) => {
  test('lets in by address and password, for as long as the session is used', async () => {
    await using store = await openWorld(await url())
    const id = await rosa(store)
    const answer = await attempt(store)
    if (!answer.ok) throw new Error(answer.reason)
    expect((await whoIsIn(store.db, answer.word, NOON + HOUR))?.person.id).toBe(id)
    expect(await whoIsIn(store.db, answer.word, NOON + 4 * DAY)).toBeUndefined()
    expect(await whoIsIn(store.db, 'made up', NOON)).toBeUndefined()
  })

  test('gives one answer to an unknown address, a wrong password and somebody who was shut out', async () => {
    await using store = await openWorld(await url())
    await rosa(store)
    const other = await addPerson(store, { address: 'david@example.com', name: 'David', role: 'admin', language: 'en' }, TESTS, NOON)
    if (!other.ok) throw new Error(other.reason)
    await choosePassword(store, { word: other.word, password: PASSWORD }, NOON)
    await changePerson(store, { personId: other.personId, isDisabled: true }, TESTS, NOON)
    const answers = [
      await attempt(store, { address: 'nobody@example.com' }),
      await attempt(store, { address: 'no address' }),
      await attempt(store, { password: 'something else' }),
      await attempt(store, { address: 'david@example.com' }),
    ]
    expect(answers).toEqual(answers.map(() => ({ ok: false, reason: 'wrong' })))
  })

  test('after ten failures nobody gets in by that address for a quarter of an hour, not even with the right password', async () => {
    await using store = await openWorld(await url())
    await rosa(store)
    for (let count = 0; count < 10; count++) await attempt(store, { password: 'wrong', network: `198.51.${count}.0/24` })
    expect(await attempt(store)).toEqual({ ok: false, reason: 'too-many' })
    expect(await attempt(store, {}, NOON + 16 * MINUTE)).toMatchObject({ ok: true })
  })

  test('a one-time code is asked for once it is set up, and each is good once', async () => {
    await using store = await openWorld(await url())
    const id = await rosa(store)
    const person = await getPerson(store.db, id)
    if (!person) throw new Error('Rosa is gone')
    const { secret } = makeTotp({ issuer: 'Broadsheet', label: 'rosa@example.com' })
    const codeAt = (now: number): Promise<string> => generate({ secret, epoch: now / 1000 })
    expect(await beginTotp(store, { person, secret, code: '000000' }, NOON)).toBe(false)
    expect(await beginTotp(store, { person, secret, code: await codeAt(NOON) }, NOON)).toBe(true)
    expect(await attempt(store)).toEqual({ ok: false, reason: 'needs-code' })
    const later = NOON + 2 * MINUTE
    expect(await attempt(store, { code: await codeAt(NOON) }, later)).toMatchObject({ ok: false })
    expect(await attempt(store, { code: await codeAt(later) }, later)).toMatchObject({ ok: true })
    expect(await attempt(store, { code: await codeAt(later) }, later)).toEqual({ ok: false, reason: 'wrong' })
  })

  test('a new password ends all other sessions; the old one must be known for it', async () => {
    await using store = await openWorld(await url())
    await rosa(store)
    const [here, laptop] = [await attempt(store), await attempt(store)]
    if (!here.ok || !laptop.ok) throw new Error('Not in')
    const inHere = await whoIsIn(store.db, here.word, NOON)
    if (!inHere) throw new Error('Not in')
    const wish = { person: inHere.person, sessionId: inHere.session.id, password: 'battery staple correct' }
    expect(await changePassword(store, { ...wish, current: 'no' }, NOON)).toEqual({ ok: false, reason: 'wrong-password' })
    expect(await changePassword(store, { ...wish, current: PASSWORD }, NOON)).toEqual({ ok: true })
    expect(await whoIsIn(store.db, laptop.word, NOON)).toBeUndefined()
    expect(await whoIsIn(store.db, here.word, NOON)).toBeDefined()
  })

  test('recovering takes password and sessions away, and its link is good once and for an hour', async () => {
    await using store = await openWorld(await url())
    await rosa(store)
    const before = await attempt(store)
    if (!before.ok) throw new Error('Not in')
    const recovered = await recoverPerson(store, 'rosa@example.com', TESTS, NOON)
    if (!recovered.ok) throw new Error(recovered.reason)
    expect(await whoIsIn(store.db, before.word, NOON)).toBeUndefined()
    expect(await attempt(store)).toEqual({ ok: false, reason: 'wrong' })
    const wish = { word: recovered.word, password: 'battery staple correct' }
    expect(await choosePassword(store, wish, NOON + 2 * HOUR)).toEqual({ ok: false, reason: 'link-is-over' })
    expect(await choosePassword(store, { ...wish, password: 'short' }, NOON)).toEqual({ ok: false, reason: 'too-short' })
    expect(await choosePassword(store, wish, NOON)).toEqual({ ok: true })
    expect(await choosePassword(store, wish, NOON)).toEqual({ ok: false, reason: 'link-is-over' })
  })

  test('the last admin stays one', async () => {
    await using store = await openWorld(await url())
    const id = await rosa(store)
    expect(await changePerson(store, { personId: id, role: 'viewer' }, TESTS, NOON)).toEqual({ ok: false, reason: 'last-admin' })
    expect(await changePerson(store, { personId: id, isDisabled: true }, TESTS, NOON)).toEqual({ ok: false, reason: 'last-admin' })
  })

  test('the log is only ever added to, and holds neither passwords nor links', async () => {
    await using store = await openWorld(await url())
    await rosa(store)
    await attempt(store)
    const deeds = await store.db.selectFrom('audit').selectAll().execute()
    expect(deeds.map(({ action }) => action)).toEqual(['person.add', 'person.password', 'session.begin'])
    expect(JSON.stringify(deeds)).not.toContain(PASSWORD)
    await expect(store.db.updateTable('audit').set({ actor: 'nobody' }).execute()).rejects.toThrow('only added to')
    await expect(store.db.deleteFrom('audit').execute()).rejects.toThrow('only added to')
  })
})
