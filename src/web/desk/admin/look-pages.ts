import type { FastifyReply } from 'fastify'
import { FONTS, MASTHEADS, type DigestLook } from '../../../domain/digest-look.ts'
import { dressDigest, readLook } from '../../../flow/dress-digest.ts'
import { previewLook } from '../../../flow/preview-look.ts'
import { nameIn } from '../../../render/name-in.ts'
import { accentShades, contrast, PALETTE } from '../../../render/palette.ts'
import { wordLanguages } from '../../../render/words.ts'
import { MAIL_SANDBOX } from '../../security.ts'
import { sendPrivately } from '../../send-page.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { fileBytes } from '../file-bytes.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { findDigestOf } from './digest-pages.ts'

const LARGEST_FILE = 2_000_000
const FIELDS = ['colour', 'font', 'masthead', 'senderName'] as const

export const LOOK_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/digests/:digest/look', needs: 'viewer', act: showLook },
  { method: 'GET', path: '/digests/:digest/look/mail', needs: 'viewer', act: showMail },
  { method: 'POST', path: '/digests/:digest/look', needs: 'admin', takesFile: LARGEST_FILE, act: dress },
]

async function showLook(web: Web, visit: Visit): Promise<FastifyReply> {
  const digest = await findDigestOf(web, visit)
  if (!digest) return notFound(web, visit)
  const { words } = visit
  const wished = wishedLook(visit, digest.look)
  const { colour, font = 'newspaper', masthead = 'centred', senderName = '' } = wished
  const query = new URLSearchParams({ colour: colour ?? '', font, masthead })
  const option = (kind: string, chosen: string) => (value: string) => ({
    value,
    label: words.say(`digests.${kind}-${value}`),
    isChosen: value === chosen,
  })
  return sendDeskPage(web, visit, {
    name: 'look',
    title: words.say('digests.lookOf', { name: nameIn(digest.names, words.language).text }),
    at: '/digests',
    scripts: ['look-preview'],
    view: {
      name: nameIn(digest.names, words.language).text,
      slug: digest.slug,
      mayChange: visit.person.role === 'admin',
      colour: colour ?? '#9c2a1f',
      hasColour: colour !== undefined,
      fonts: FONTS.map(option('font', font)),
      mastheads: MASTHEADS.map(option('masthead', masthead)),
      senderName,
      usualSender: web.publication.sender.name,
      logo: wished.logo?.path ?? '',
      mail: query.toString(),
      languages: wordLanguages().map((language) => ({
        language,
        label: new Intl.DisplayNames([words.language], { type: 'language' }).of(language) ?? language,
      })),
      contrast: contrastWords(colour, visit),
    },
  })
}

/** What is typed but not saved stands in the address. */
function wishedLook({ request }: Visit, known: DigestLook = {}): DigestLook {
  const query = request.query as Record<string, unknown>
  if (!FIELDS.some((field) => field in query)) return known
  const fields = queryFields(request, [...FIELDS, 'usual'])
  const read = readLook({ ...fields, colour: fields.usual === 'on' ? '' : fields.colour })
  return { ...(read.ok ? read.look : known), ...(known.logo && { logo: known.logo }) }
}

/** A colour is never refused: what it is made for each ground is told, with how well it can be read there (WCAG 2.2). */
function contrastWords(colour: string | undefined, { words }: Visit): string {
  const { light, dark } = accentShades(colour)
  const ratio = (shade: string, ground: string): string => words.say('number', { n: Math.round(contrast(shade, ground) * 10) / 10 })
  return words.say('digests.contrast', { light, dark, onLight: ratio(light, PALETTE.paper.light), onDark: ratio(dark, PALETTE.paper.dark) })
}

/** The mail itself, for its frame: its own styles and our own pictures show, and nothing runs. */
async function showMail(web: Web, visit: Visit): Promise<FastifyReply> {
  const digest = await findDigestOf(web, visit)
  if (!digest) return notFound(web, visit)
  const { lang } = queryFields(visit.request, ['lang'])
  const language = wordLanguages().find((one) => one === lang) ?? visit.words.language
  const look = wishedLook(visit, digest.look)
  const html = (await previewLook(web.store.db, { slug: digest.slug, look, language }, web.publication, web.clock())) ?? ''
  const reply = visit.reply
    .header('content-security-policy', MAIL_SANDBOX.replace('img-src data:', "img-src 'self' data:"))
    .header('x-frame-options', 'sameorigin')
  // In the frame our own pictures come from where this page came from, wherever the public address leads.
  return sendPrivately(
    reply,
    html.replaceAll(`${web.publication.links.home()}pictures/`, new URL('pictures/', web.publication.links.home()).pathname),
  )
}

async function dress(web: Web, visit: Visit): Promise<FastifyReply> {
  const digest = await findDigestOf(web, visit)
  if (!digest) return notFound(web, visit)
  const fields = formFields(visit.request, [...FIELDS, 'usual', 'noLogo'])
  const bytes = visit.file ? await fileBytes(visit.file) : undefined
  const logo = bytes !== undefined && bytes.byteLength > 0 ? bytes : fields.noLogo === 'on' ? null : undefined
  const wanted = { ...fields, colour: fields.usual === 'on' ? '' : fields.colour, ...(logo !== undefined && { logo }) }
  const dressed = await dressDigest(web.store, { slug: digest.slug, wanted }, visit.person, web.clock())
  const notice = dressed.ok
    ? { kind: 'success' as const, text: visit.words.say('digests.dressed') }
    : { kind: 'danger' as const, text: visit.words.tell(dressed.message) }
  return goOn(web, visit, `/digests/${digest.slug}/look`, notice)
}
