import type { SettingValues } from '../../domain/settings.ts'
import type { Db, Store } from '../../store/dialect.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { findFact, hasOwn, recordFact } from '../../store/installation.ts'
import type { DnsSetup } from './dns-records.ts'
import { readStored } from './read-stored.ts'
import type { SettingsTools } from './save-settings.ts'

export type { Dns } from '../../mail/doctor/dns.ts'

/** The settings that a set-up is about, as they count now. */
export type SetUp = DnsSetup & { sender: { name: string; address: string }; postalAddress: string; baseUrl: string }

export const SET_UP_STEPS = ['publication', 'mail-server', 'dns', 'topics', 'digest'] as const
export type SetUpStep = (typeof SET_UP_STEPS)[number]

/** How far an installation is set up. Everything works meanwhile, with the built-in catcher. */
export type SetUpState = { done: Record<SetUpStep, boolean>; isFinished: boolean }

const FINISHED = 'set-up-finished-at'

export async function lookAtSetUp(db: Db, { environment, seal }: SettingsTools, { relay, dkim }: SetUp): Promise<SetUpState> {
  const { values } = await readStored(db, seal)
  const given: SettingValues = { ...values, ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value)) }
  const done = {
    publication: given['SENDER_ADDRESS'] !== undefined && given['POSTAL_ADDRESS'] !== undefined,
    'mail-server': relay !== undefined,
    dns: dkim !== undefined,
    topics: await hasOwn(db, 'topics'),
    digest: await hasOwn(db, 'digests'),
  }
  return { done, isFinished: (await findFact(db, FINISHED)) !== undefined || Object.values(done).every(Boolean) }
}

/** Somebody says that it is enough: nobody is reminded any more. */
export async function finishSetUp({ db }: Store, by: Actor, now: Instant): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (await recordFact(tx, FINISHED, String(now))) await writeDeed(tx, by, { action: 'set-up.finish', subject: 'settings' }, now)
  })
}
