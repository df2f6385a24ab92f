import type { FastifyReply } from 'fastify'
import { DAY } from '../../../domain/instant.ts'
import { USUAL_LIMITS } from '../../../domain/sign-up.ts'
import {
  chooseFor,
  eraseByHand,
  leaveDigest,
  liftReader,
  pauseDigest,
  suppressReader,
  type Acted,
  type By,
} from '../../../flow/lists/act-on-reader.ts'
import type { Wish } from '../../../flow/subscribe.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { findReaderProfile, type ReaderProfile } from '../../../store/listings/reader-profile.ts'
import { confirmAgain } from '../../../flow/lists/act-on-sign-up.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { readChoicesForm } from './read-choices-form.ts'
import { idIn, showSubscriber } from './subscriber-pages.ts'
import { whyNot } from './why-not.ts'

export const SUBSCRIBER_ACTIONS: DeskRoute[] = [
  { method: 'POST', path: '/subscribers/:id/choices', needs: 'admin', act: on(choose) },
  { method: 'POST', path: '/subscribers/:id/leave', needs: 'admin', act: on(leave) },
  { method: 'POST', path: '/subscribers/:id/pause', needs: 'admin', act: on(pause) },
  { method: 'POST', path: '/subscribers/:id/suppress', needs: 'admin', act: on(suppress) },
  { method: 'POST', path: '/subscribers/:id/lift', needs: 'admin', act: on(lift) },
  { method: 'POST', path: '/subscribers/:id/confirm', needs: 'admin', act: on(confirm) },
  { method: 'POST', path: '/subscribers/:id/erase', needs: 'admin', act: on(erase) },
]

type Acting = Visit & { profile: ReaderProfile; by: By }
type Done = Acted & { said: string; to?: string }
type Action = (web: Web, visit: Acting) => Promise<Done>

/** Finds the reader, does it, and says on the reader's page how it went. */
function on(action: Action): DeskRoute['act'] {
  return async (web: Web, visit: Visit): Promise<FastifyReply> => {
    const profile = await findReaderProfile(web.store.db, idIn(visit))
    if (!profile) return notFound(web, visit)
    const done = await action(web, { ...visit, profile, by: { actor: visit.person, now: web.clock() } })
    if (done.ok)
      return goOn(web, visit, done.to ?? `/subscribers/${profile.id}`, {
        kind: 'success',
        text: visit.words.say(`lists.did-${done.said}`, { address: profile.address }),
      })
    const said = whyNot(done.reason)
    return showSubscriber(web, { ...visit, reply: visit.reply.code(422) }, { kind: 'danger', text: visit.words.tell(said) })
  }
}

async function choose(web: Web, { request, profile, by }: Acting): Promise<Done> {
  const read = readChoicesForm(request)
  if (!read.ok) return { ...read, said: '' }
  const comeBack = formFields(request, ['comeBack']).comeBack === 'yes'
  const wish: Wish = { ...read.choices, address: profile.address, name: profile.name, comeBack }
  return {
    ...(await chooseFor({ store: web.store, publication: web.publication }, { subscriberId: profile.id, wish }, by)),
    said: 'choose',
  }
}

async function leave(web: Web, { request, profile, by }: Acting): Promise<Done> {
  const of = { subscriberId: profile.id, digestId: await digestIdOf(web, formFields(request, ['digest']).digest) }
  return { ...(await leaveDigest(web, of, by)), said: 'leave' }
}

async function pause(web: Web, { request, profile, by }: Acting): Promise<Done> {
  const { digest, until } = formFields(request, ['digest', 'until'])
  const at = Date.parse(`${until}T00:00:00Z`)
  const wanted = until === '' ? null : { until: Number.isNaN(at) ? by.now : Math.min(at, by.now + 3660 * DAY), onReturn: 'best' as const }
  const of = { subscriberId: profile.id, digestId: await digestIdOf(web, digest), pause: wanted }
  return { ...(await pauseDigest(web, of, by)), said: wanted ? 'pause' : 'resume' }
}

const digestIdOf = async ({ store }: Web, slug: string): Promise<number> =>
  (await listDigests(store.db)).find((digest) => digest.slug === slug)?.id ?? 0

async function suppress(web: Web, { request, profile, by }: Acting): Promise<Done> {
  const { note } = formFields(request, ['note'])
  return { ...(await suppressReader(web, { subscriberId: profile.id, address: profile.address, note }, by)), said: 'suppress' }
}

async function lift(web: Web, { request, profile, by }: Acting): Promise<Done> {
  const { note } = formFields(request, ['note'])
  return { ...(await liftReader(web, { subscriberId: profile.id, address: profile.address, note }, by)), said: 'lift' }
}

async function confirm(web: Web, { request, profile, by }: Acting): Promise<Done> {
  const signUpId = Number(formFields(request, ['sign-up'])['sign-up'])
  const wanted = {
    signUpId: Number.isSafeInteger(signUpId) ? signUpId : 0,
    canonical: profile.canonical,
    limits: web.signUpLimits ?? USUAL_LIMITS,
  }
  return { ...(await confirmAgain(web, wanted, by)), said: 'confirm' }
}

async function erase(web: Web, { request, profile, by }: Acting): Promise<Done> {
  if (formFields(request, ['sure']).sure !== 'yes') return { ok: false, reason: 'no-word', said: '' }
  return { ...(await eraseByHand(web, profile.id, by)), said: 'erase', to: '/subscribers' }
}
