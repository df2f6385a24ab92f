import type { Language } from '../domain/briefing.ts'
import { imprintLines } from '../domain/imprint-lines.ts'
import type { NoticeContent } from '../domain/notice.ts'
import { compileMjml } from './compile-mjml.ts'
import { compileTemplate, type Template } from './compile-template.ts'
import { mjmlSource } from './mail-templates.ts'
import { guarded, makeOf, readBuiltIn, readOwn } from './own-templates.ts'
import { accentShades } from './palette.ts'
import { TEXT_HELPERS } from './text-helpers.ts'
import { typographyOf } from './typography.ts'
import { ownUrl } from './web-url.ts'

type Around = { language: Language; senderName: string; postalAddress: string; homeUrl: string }

const compiled = new Map<Language, Promise<Template>>()

/** Renders a single mail, as html and as text, from the same words. The templates are compiled once per language and kept. */
export async function renderNotice(content: NoticeContent, around: Around): Promise<{ html: string; text: string }> {
  const { language, senderName, postalAddress, homeUrl } = around
  const view = {
    ...content,
    button: content.button ? { ...content.button, url: ownUrl(content.button.url) } : null,
    stories: (content.stories ?? []).map(({ language: own, url, ...story }) => ({
      ...story,
      ...typographyOf(own),
      language: own,
      url: ownUrl(url),
    })),
    accent: accentShades(),
    sender: senderName,
    imprint: imprintLines(senderName, postalAddress),
    homeUrl: ownUrl(homeUrl),
  }
  const html = compiled.get(language) ?? compileHtml(language)
  compiled.set(language, html)
  return { html: (await html)(view), text: (await textTemplate())(view) }
}

const compileHtml = (language: Language): Promise<Template> =>
  templateOf('email/notice.mjml', async (source) => compileTemplate(await compileMjml(mjmlSource(source, language))))

let text: Promise<Template> | undefined

const textTemplate = (): Promise<Template> =>
  (text ??= templateOf('email/notice.txt', async (source) => compileTemplate(source, { helpers: TEXT_HELPERS, escape: false })))

/** One's own template with ours behind it. */
async function templateOf(path: string, make: (source: string) => Promise<Template>): Promise<Template> {
  const made = await makeOf(path, make)
  if (readOwn(path) === undefined) return made
  const ours = await make(readBuiltIn(path))
  return guarded(path, made, () => ours)
}
