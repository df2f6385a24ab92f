import { saying, type Saying } from '../domain/saying.ts'
import { createHash } from 'node:crypto'
import { cleanText } from '../domain/clean-text.ts'
import { isColour, isFont, isMasthead, type DigestLook, type Logo } from '../domain/digest-look.ts'
import type { Instant } from '../domain/instant.ts'
import { readPicture } from '../domain/picture-size.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { markPagesChanged } from '../store/counters.ts'
import type { Db, Store } from '../store/dialect.ts'
import { findDigest, saveLook } from '../store/digests.ts'
import { keepPicture } from '../store/pictures.ts'

/** A look as somebody wishes it; an empty word is the usual. `logo`: the bytes of a new picture, null: none, undefined: as it was. */
export type WantedLook = { colour: string; font: string; masthead: string; senderName: string; logo?: Uint8Array | null }

export type Dressed = { ok: true; look: DigestLook } | { ok: false; message: Saying }

const LONGEST_NAME = 60
const LARGEST_LOGO = 200 * 1024
const WIDEST = 520
const HIGHEST = 160

/** Gives a digest its look. Issues that are frozen keep the one that they were approved with. */
export async function dressDigest(
  store: Store,
  { slug, wanted }: { slug: string; wanted: WantedLook },
  by: Actor,
  now: Instant,
): Promise<Dressed> {
  const read = readLook(wanted)
  if (!read.ok) return read
  return store.db.transaction().execute(async (tx): Promise<Dressed> => {
    const digest = await findDigest(tx, slug)
    if (!digest) return { ok: false, message: saying('refusals.no-digest', { slug }) }
    const logo = await logoOf(tx, wanted.logo, digest.look?.logo, now)
    if (!logo.ok) return logo
    const look = { ...read.look, ...(logo.logo && { logo: logo.logo }) }
    await saveLook(tx, digest.id, look)
    await writeDeed(tx, by, { action: 'digest.look', subject: `digest:${slug}`, before: digest.look ?? {}, after: look }, now)
    await markPagesChanged(tx, now)
    return { ok: true, look }
  })
}

/** Everything of a wished look but its picture. */
export function readLook({ colour, font, masthead, senderName }: Omit<WantedLook, 'logo'>): Dressed {
  const name = cleanText(senderName)
  if (colour !== '' && !isColour(colour)) return { ok: false, message: saying('refusals.colour') }
  if ([...name].length > LONGEST_NAME) return { ok: false, message: saying('refusals.sender-name', { most: LONGEST_NAME }) }
  return {
    ok: true,
    look: {
      ...(colour !== '' && { colour: colour.toLowerCase() }),
      ...(isFont(font) && font !== 'newspaper' && { font }),
      ...(isMasthead(masthead) && masthead !== 'centred' && { masthead }),
      ...(name !== '' && { senderName: name }),
    },
  }
}

type LogoKept = { ok: true; logo: Logo | undefined } | { ok: false; message: Saying }

async function logoOf(tx: Db, bytes: Uint8Array | null | undefined, known: Logo | undefined, now: Instant): Promise<LogoKept> {
  if (bytes === undefined) return { ok: true, logo: known }
  if (bytes === null) return { ok: true, logo: undefined }
  const kind = readPicture(bytes)
  if (!kind) return { ok: false, message: saying('refusals.no-picture') }
  if (bytes.byteLength > LARGEST_LOGO)
    return {
      ok: false,
      message: saying('refusals.picture-large', { bytes: bytes.byteLength, most: LARGEST_LOGO }),
    }
  const path = `pictures/${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}.${kind.ending}`
  await keepPicture(tx, { path, type: kind.type, content: bytes }, now)
  const scale = Math.min(1, WIDEST / kind.width, HIGHEST / kind.height)
  return {
    ok: true,
    logo: { path, width: Math.max(1, Math.round(kind.width * scale)), height: Math.max(1, Math.round(kind.height * scale)) },
  }
}
