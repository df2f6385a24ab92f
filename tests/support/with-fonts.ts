import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const WEIGHTS = ['400', '700']
const SCRIPTS = ['noto-sans-sc', 'noto-naskh-arabic']
const HOST = 'https://fonts.test/'

/**
 * Gives the page Chinese and Arabic letters, under every font name that it uses, so that a picture of it looks on a bare machine as it
 * does where those fonts are installed. Call it when the content is there.
 */
export async function withFonts(page: Page): Promise<Page> {
  await page.route(`${HOST}**`, (route) =>
    route.fulfill({ path: fileAt(route.request().url()), headers: { 'access-control-allow-origin': '*' } }),
  )
  await page.addStyleTag({ content: (await familiesOf(page)).map(facesAs).join('\n') })
  await page.evaluate('document.fonts.ready')
  return page
}

const folderOf = (font: string): string => dirname(require.resolve(`@fontsource/${font}/400.css`))

function fileAt(url: string): string {
  const [font = '', file = ''] = url.slice(HOST.length).split('/')
  return join(folderOf(font), 'files', file)
}

// The first name that a block asks for; the names after it are asked only for letters that this one lacks.
function familiesOf(page: Page): Promise<string[]> {
  return page.evaluate(`[...new Set([...document.querySelectorAll('*')].map((element) =>
    getComputedStyle(element).fontFamily.split(',')[0].trim().replaceAll('"', '')))]`)
}

const FACES = SCRIPTS.flatMap((font) => WEIGHTS.map((weight) => facesIn(font, weight))).join('\n')

const facesAs = (family: string): string => FACES.replaceAll(/font-family: '.*?'/g, `font-family: '${family}'`)

function facesIn(font: string, weight: string): string {
  const css = readFileSync(join(folderOf(font), `${weight}.css`), 'utf8').replaceAll('./files/', `${HOST}${font}/`)
  const faces = css.split(/\n(?=\/\* )/).map((face) => face.replace(/(?<=unicode-range: ).*(?=;)/, (ranges) => withoutLatin(ranges)))
  return faces.filter((face) => !face.includes('unicode-range: ;')).join('\n')
}

// These fonts have Latin letters and punctuation too; those stay with the font that the page asks for.
function withoutLatin(ranges: string): string {
  const isOfScript = (start: number): boolean => (start >= 0x600 && start < 0x1e00) || start >= 0x2e80
  return ranges
    .split(',')
    .filter((range) => isOfScript(parseInt(range.trim().slice('U+'.length), 16)))
    .join(',')
}
