import { mailSkeleton } from './mail-skeleton.ts'

let compiles = 0

/** How often MJML has run in this process: at most once per language, however many issues are rendered. */
export const mjmlCompiles = (): number => compiles

/** Compiles MJML of ours to html. Throws when it is not valid to the letter. */
export async function compileMjml(source: string): Promise<string> {
  compiles += 1
  // Loading MJML takes a second, and most commands never render.
  const { default: mjml2html } = await import('mjml')
  // Without `fonts: {}` MJML links a web font. The types know a skeleton only as a path or as a function of nothing.
  const skeleton = mailSkeleton as unknown as () => string
  const { html } = await mjml2html(source, { fonts: {}, validationLevel: 'strict', keepComments: false, skeleton })
  return squeeze(html)
}

// MJML indents for people, names classes for its own style sheet, which we leave out, and closes what html closes by itself. A mail pays
// for every byte. Line breaks stay, so that lines stay short.
const squeeze = (html: string) =>
  html
    .replaceAll('mj-column-per-100 mj-outlook-group-fix', '')
    .replaceAll('word-spacing:normal;', '')
    .replaceAll(/ class="\s*"/g, '')
    .replaceAll(/class="\s+/g, 'class="')
    .replaceAll(/<\/?tbody>/g, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/ {2,}/g, ' ')
