import type { FastifyReply } from 'fastify'
import { USUAL_LIMITS } from '../../../domain/sign-up.ts'
import { addReader } from '../../../flow/lists/add-reader.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { readChoicesForm } from './read-choices-form.ts'
import { subscriptionForms } from './subscription-forms.ts'

export const NEW_READER_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/subscribers/new', needs: 'admin', act: (web, visit) => showForm(web, visit) },
  { method: 'POST', path: '/subscribers/new', needs: 'admin', act: add },
]

/** The form for one reader of one digest; what was typed stays where it is refused. */
async function showForm(web: Web, visit: Visit, fault?: string): Promise<FastifyReply> {
  const { words, request } = visit
  const wanted = request.method === 'POST' ? formFields(request, ['digest']).digest : queryFields(request, ['digest']).digest
  const forms = await subscriptionForms(web, { subscriptions: [] }, visit)
  const here = forms.find(({ slug }) => slug === wanted) ?? forms[0]
  return sendDeskPage(web, visit, {
    name: 'subscriber-new',
    title: words.say('lists.add'),
    at: '/subscribers',
    view: {
      ...{ isNone: here === undefined, isChoice: forms.length > 1, forms: here ? [here] : [] },
      digests: forms.map(({ slug, name }) => ({ slug, name, isHere: slug === here?.slug })),
      typed: formFields(request, ['address', 'name', 'consent']),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

async function add(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request, person } = visit
  const refuse = (fault: string): Promise<FastifyReply> => showForm(web, { ...visit, reply: visit.reply.code(422) }, fault)
  const read = readChoicesForm(request)
  if (!read.ok) return refuse(words.say(`lists.not-${read.reason}`))
  const { address, name, consent, agreed } = formFields(request, ['address', 'name', 'consent', 'agreed'])
  const wanted = { ...read.choices, address: address.trim(), name, consent, hasAgreed: agreed === 'yes' }
  const added = await addReader(web, wanted, web.signUpLimits ?? USUAL_LIMITS, { actor: person, now: web.clock() })
  if (!added.ok) return refuse(words.tell(added.message))
  return added.subscriberId === undefined
    ? goOn(web, visit, '/subscribers/unconfirmed', { kind: 'success', text: words.say('lists.addAsked', { address: wanted.address }) })
    : goOn(web, visit, `/subscribers/${added.subscriberId}`, {
        kind: 'success',
        text: words.say('lists.addDone', { address: wanted.address }),
      })
}
