import type { Language } from '../domain/briefing.ts'
import type { Font } from '../domain/digest-look.ts'
import { direction, scriptOf } from '../domain/language.ts'

/** How a language is set: its side, and what a mail program's own fonts can do for its script. Lengths and fonts as CSS. */
export type Typography = {
  dir: 'ltr' | 'rtl'
  start: 'left' | 'right'
  end: 'left' | 'right'
  headlineFont: string
  textFont: string
  /** Line heights of running text and of headlines. */
  leading: string
  headlineLeading: string
}

/** `az-Arab`, `dv` and `yi` run from the right because their script does. */
export function typographyOf(language: Language, font: Font = 'newspaper'): Typography {
  const dir = direction(language)
  const sides = dir === 'rtl' ? ({ start: 'right', end: 'left' } as const) : ({ start: 'left', end: 'right' } as const)
  return { dir, ...sides, ...facedBy(FACES[faceKey(language)] ?? LATIN, font) }
}

/** The same with one kind of letters for everything, where that is wished. */
function facedBy(face: Face, font: Font): Face {
  if (font === 'newspaper') return face
  return font === 'serif' ? { ...face, textFont: face.headlineFont } : { ...face, headlineFont: face.textFont }
}

type Face = Omit<Typography, 'dir' | 'start' | 'end'>

const LATIN: Face = {
  headlineFont: 'Georgia,Charter,Noto Serif,serif',
  textFont: '-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif',
  leading: '1.55',
  headlineLeading: '1.2',
}

const han = (headlineFont: string, textFont: string): Face => ({
  headlineFont,
  textFont,
  leading: '1.75',
  headlineLeading: '1.35',
})

const plain = (textFont: string, leading: string): Face => ({
  headlineFont: textFont,
  textFont,
  leading,
  headlineLeading: '1.4',
})

// Names without quotes are valid CSS, and need no escaping inside a style attribute.
const FACES: Record<string, Face> = {
  Hans: han(
    'Songti SC,Noto Serif SC,Noto Serif CJK SC,Source Han Serif SC,Microsoft YaHei,serif',
    'PingFang SC,Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif',
  ),
  Hant: han(
    'Songti TC,Noto Serif TC,Noto Serif CJK TC,Microsoft JhengHei,serif',
    'PingFang TC,Noto Sans TC,Noto Sans CJK TC,Microsoft JhengHei,sans-serif',
  ),
  Jpan: han(
    'Hiragino Mincho ProN,Noto Serif JP,Noto Serif CJK JP,Yu Mincho,serif',
    'Hiragino Sans,Noto Sans JP,Noto Sans CJK JP,Yu Gothic,Meiryo,sans-serif',
  ),
  Kore: han(
    'AppleMyungjo,Noto Serif KR,Noto Serif CJK KR,Batang,serif',
    'Apple SD Gothic Neo,Noto Sans KR,Noto Sans CJK KR,Malgun Gothic,sans-serif',
  ),
  Arab: {
    headlineFont: 'Noto Naskh Arabic,Geeza Pro,Sakkal Majalla,Times New Roman,serif',
    textFont: 'Geeza Pro,Noto Sans Arabic,Noto Naskh Arabic,Segoe UI,Tahoma,sans-serif',
    leading: '1.8',
    headlineLeading: '1.5',
  },
  Aran: plain('Noto Nastaliq Urdu,Jameel Noori Nastaleeq,Urdu Typesetting,serif', '2.2'),
  Hebr: {
    ...LATIN,
    headlineFont: 'Noto Serif Hebrew,New Peninim MT,David,Times New Roman,serif',
    leading: '1.65',
    headlineLeading: '1.3',
  },
  Deva: plain('Kohinoor Devanagari,Noto Sans Devanagari,Nirmala UI,sans-serif', '1.75'),
  Thai: plain('Thonburi,Noto Sans Thai,Leelawadee UI,Tahoma,sans-serif', '1.75'),
}

// Urdu is read in nastaliq, which leans and needs room, though its script's code is that of Arabic.
const faceKey = (language: Language) => (/^ur\b/.test(language) ? 'Aran' : scriptOf(language))
