import type { Language } from '../domain/briefing.ts'
import type { Format, PartKind } from '../domain/part.ts'
import { compileMjml } from './compile-mjml.ts'
import type { Font } from '../domain/digest-look.ts'
import { compileTemplate, type Template } from './compile-template.ts'
import { cutAtMarks, PART_KINDS } from './cut-at-marks.ts'
import { guarded, makeOf, readBuiltIn, readOwn } from './own-templates.ts'
import { PALETTE } from './palette.ts'
import { TEXT_HELPERS } from './text-helpers.ts'
import { typographyOf } from './typography.ts'

export type MailTemplates = Record<PartKind, Template>

const compiled = new Map<string, Promise<MailTemplates>>()

/** The templates of all parts of a mail, compiled once and kept. MJML compiles a whole mail per language and kind of letters; its parts are cut from that. */
export function mailTemplates(language: Language, format: Format, font: Font = 'newspaper'): Promise<MailTemplates> {
  const key = `${language} ${format} ${font}`
  const templates = compiled.get(key) ?? (format === 'html' ? htmlTemplates(language, font) : textTemplates())
  compiled.set(key, templates)
  return templates
}

const htmlTemplates = (language: Language, font: Font): Promise<MailTemplates> =>
  piecesOf('email/edition.mjml', async (source) =>
    compilePieces(cutAtMarks(await compileMjml(mjmlSource(source, language, font))), (piece) => compileTemplate(piece)),
  )

const textTemplates = (): Promise<MailTemplates> =>
  piecesOf('email/edition.txt', (source) => {
    const pieces = cutAtMarks(source)
    // In plain text the lead looks like every other story.
    const options = { helpers: TEXT_HELPERS, partials: { story: pieces.story }, escape: false }
    return compilePieces(pieces, (piece) => compileTemplate(piece, options))
  })

/** The parts of one's own mail, each with ours behind it. */
async function piecesOf(path: string, make: (source: string) => MailTemplates | Promise<MailTemplates>): Promise<MailTemplates> {
  const made = await makeOf(path, make)
  if (readOwn(path) === undefined) return made
  const ours = await make(readBuiltIn(path))
  return Object.fromEntries(PART_KINDS.map((kind) => [kind, guarded(path, made[kind], () => ours[kind])])) as MailTemplates
}

/** The MJML of a whole mail, with the colours and the fonts and sides of a language filled in where it says `$ink`, `$start` and so on. */
export function mjmlSource(source: string, language: Language, font?: Font): string {
  const values = new Map(Object.entries({ ...colours(), ...typographyOf(language, font), language }))
  return source.replaceAll(/\$([a-zA-Z]+)/g, (_, word: string) => {
    const value = values.get(word)
    if (value === undefined) throw new Error(`A template says $${word}, which is neither a colour nor a matter of the language`)
    return value
  })
}

/** `ink` and `inkDark`, and so on. */
const colours = () =>
  Object.fromEntries(
    Object.entries(PALETTE).flatMap(([name, { light, dark }]) => [
      [name, light],
      [`${name}Dark`, dark],
    ]),
  )

const compilePieces = (pieces: Record<PartKind, string>, compile: (piece: string) => Template) =>
  Object.fromEntries(PART_KINDS.map((kind) => [kind, compile(pieces[kind])])) as MailTemplates
