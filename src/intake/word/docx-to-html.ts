import mammoth from 'mammoth'
import { boundZip } from './bound-zip.ts'

export type DocxHtml = { ok: true; html: string } | { ok: false; reason: 'too-large' | 'unreadable' }

/** A long book comes to some megabytes of XML; pictures in it are not wanted. */
const MOST_INFLATED = 60_000_000

/** What a Word document says, as html: its title and headings, lists, links and tables. Pictures are left out. */
export async function docxToHtml(bytes: Uint8Array): Promise<DocxHtml> {
  const buffer = Buffer.from(bytes)
  const bounded = boundZip(buffer, MOST_INFLATED)
  if (bounded !== 'fits') return { ok: false, reason: bounded }
  const options = {
    styleMap: STYLES,
    convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
    externalFileAccess: false,
  }
  const { value } = await mammoth.convertToHtml({ buffer }, options)
  return { ok: true, html: value }
}

const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh", 'u => em']
