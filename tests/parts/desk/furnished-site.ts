import { Readable } from 'node:stream'
import { DESK_ROLES } from '../../../src/domain/desk-role.ts'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { ALL_READERS } from '../../../src/domain/reader-filter.ts'
import { beginBulk } from '../../../src/flow/lists/bulk.ts'
import { beginImport } from '../../../src/flow/lists/begin-import.ts'
import { USUAL_LIMITS } from '../../../src/domain/sign-up.ts'
import { askToSubscribe } from '../../../src/flow/ask-to-subscribe.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { addHook } from '../../../src/flow/hooks/hooks.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { keepUnmatched } from '../../../src/store/unmatched-reports.ts'
import { NOON, PUBLICATION, publish } from '../../support/world.ts'
import { openSite, readerOf, type Site, sqlite } from '../web/site.ts'
import { WISH } from '../sign-up/signing-up.ts'
import { worker } from './desk-site.ts'

/** One of everything that a route of the desk can be about, each with the number 1, and somebody of each role. */
export async function openFurnished(): Promise<Site> {
  const site = await openSite(await sqlite.url())
  await readerOf(site)
  await publish(site.store, { key: 'ukraine' })
  const composed = await composeDigest(site.store, 'morning', NOON)
  if (!composed?.ok) throw new Error(JSON.stringify(composed))
  await approveIssue(site.store, { issueId: composed.issueId, by: 'tests', releaseAt: NOON }, PUBLICATION, NOON)
  const issue = await findIssue(site.store.db, composed.issueId)
  if (!issue) throw new Error('The issue was not kept')
  await addressIssue(site.store, issue, { now: NOON })
  await keepUnmatched(site.store.db, {
    ...{ received_at: NOON, via: 'smtp', provider: null, recipient: 'b-1@broadsheet.example', why: 'forged' },
    raw: Buffer.from('Subject: failure\r\n\r\n<aiko@tokyo.example>: 550 5.1.1 user unknown'),
  })
  await furnishLists(site)
  await addHook(site.store, { name: 'Other', url: 'https://example.com/hook', events: ['issue.sent'] }, { id: null, name: 'tests' }, NOON)
  await askToSubscribe(site.store, WISH, { publication: PUBLICATION, limits: USUAL_LIMITS, now: NOON })
  for (const role of DESK_ROLES.toReversed()) await worker(site, role)
  return site
}

/** An import that waits for its plan, and a bulk action that waits to be worked on. */
async function furnishLists({ store }: Site): Promise<void> {
  const by = { actor: { id: null, name: 'tests' }, now: NOON }
  await beginImport(store, { name: 'people.csv', bytes: Readable.from([Buffer.from('email,name\naiko@tokyo.example,Aiko\n')]) }, by)
  await beginBulk(
    store,
    { target: { filter: ALL_READERS, subscriberIds: null }, action: { kind: 'hour', digestId: null, minute: 480 } },
    by,
  )
}

/** A route's path with the things of a furnished site in the place of its parameters. */
export const urlOf = (path: string): string =>
  `/desk${path.replaceAll(/:([a-z]+)/gi, (_, name: string) => ({ digest: 'morning', topic: 'world', slug: 'ukraine' })[name] ?? '1')}`
