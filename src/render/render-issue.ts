import type { Language } from '../domain/briefing.ts'
import type { Font } from '../domain/digest-look.ts'
import type { IssueToRender } from '../domain/issue-to-render.ts'
import type { Format, Part, Summary } from '../domain/part.ts'
import { issuePieces, type Piece } from './issue-pieces.ts'
import { mailTemplates } from './mail-templates.ts'
import { summarise } from './summarise.ts'
import { wordsFor } from './words.ts'

/**
 * Renders every part that any edition of the issue is put together from, as html and as text, and the words of its subjects. The language
 * is that of the frame (`frameLanguage`); the stories keep their own. The same issue always gives the same bytes.
 */
export async function renderIssue(issue: IssueToRender, language: Language): Promise<{ parts: Part[]; summary: Summary }> {
  const words = wordsFor(language)
  const pieces = issuePieces(issue, words.language)
  const { font } = issue.digest.look ?? {}
  const html = await renderPieces(pieces, { language: words.language, format: 'html', font })
  const text = await renderPieces(pieces, { language: words.language, format: 'text', font })
  return { parts: [...html, ...text], summary: summarise(issue, words) }
}

type As = { language: Language; format: Format; font: Font | undefined }

async function renderPieces(pieces: Piece[], { language, format, font }: As): Promise<Part[]> {
  const templates = await mailTemplates(language, format, font)
  return pieces.map(({ kind, about, view }) => ({ language, format, kind, about, content: templates[kind](view) }))
}
