import type { Language } from '../domain/briefing.ts'
import { imprintLines } from '../domain/imprint-lines.ts'
import type { NoticeContent } from '../domain/notice.ts'
import { compileMjml } from './compile-mjml.ts'
import { compileTemplate, type Template } from './compile-template.ts'
import { mjmlSource, readTemplate } from './mail-templates.ts'
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
  return { html: (await html)(view), text: textTemplate()(view) }
}

const compileHtml = async (language: Language): Promise<Template> => compileTemplate(await compileMjml(mjmlSource(language, 'notice')))

let text: Template | undefined

const textTemplate = (): Template => (text ??= compileTemplate(readTemplate('notice.txt'), { helpers: TEXT_HELPERS, escape: false }))
