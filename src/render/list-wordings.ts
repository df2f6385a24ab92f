import { readdirSync } from 'node:fs'
import { builtInFolder, languagesOf, readBuiltIn, readOwnWords, type WordSet } from './own-templates.ts'

/** One wording in every language: its forms, one or several by count; `isOwn`: it is one's own. Undefined where the language lacks it. */
export type Wording = {
  file: string
  key: string
  in: Record<string, { forms: { form: string; text: string }[]; isOwn: boolean } | undefined>
}

/** English first, to which the others are held. */
export const spokenIn = (set: WordSet): string[] =>
  languagesOf(set).toSorted((one, other) => Number(other === 'en') - Number(one === 'en') || one.localeCompare(other))

/** All wordings of readers' or of the desk's words, language beside language; `search` looks into keys and texts. */
export function listWordings(set: WordSet, { search = '', isMissing = false }: { search?: string; isMissing?: boolean } = {}): Wording[] {
  const languages = spokenIn(set)
  const wanted = search.toLowerCase()
  const all = subjectsOf(set).flatMap((subject) => wordingsOf(set, subject, languages))
  return all.filter((one) => (!isMissing || languages.some((language) => !one.in[language])) && (wanted === '' || holds(one, wanted)))
}

const holds = (one: Wording, wanted: string): boolean =>
  `${one.file} ${one.key}`.toLowerCase().includes(wanted) ||
  Object.values(one.in).some((said) => said?.forms.some(({ text }) => text.toLowerCase().includes(wanted)))

/** A set may have files by subject beside the one of each language: `en/lists.json`. */
function subjectsOf(set: WordSet): string[] {
  const inside = readdirSync(new URL(set, builtInFolder), { withFileTypes: true }).some(
    (entry) => entry.isDirectory() && entry.name === 'en',
  )
  return ['', ...(inside ? readdirSync(new URL(`${set}en/`, builtInFolder)).toSorted() : [])]
}

function wordingsOf(set: WordSet, subject: string, languages: string[]): Wording[] {
  const pathIn = (language: string): string => (subject === '' ? `${set}${language}.json` : `${set}${language}/${subject}`)
  const files = languages.map((language) => ({ language, ours: readOurs(pathIn(language)), own: readOwnWords(pathIn(language)) }))
  const keys = Object.keys(files.find(({ language }) => language === 'en')?.ours ?? {}).filter((key) => key !== '//' && key !== 'locale')
  return keys.map((key) => ({
    file: subject === '' ? `${set}*.json` : `${set}*/${subject}`,
    key: subject === '' ? key : `${subject.slice(0, -'.json'.length)}.${key}`,
    in: Object.fromEntries(
      files.map(({ language, ours, own }) => {
        const said = own[key] ?? ours[key]
        return [language, said === undefined ? undefined : { forms: formsOf(said), isOwn: key in own }]
      }),
    ),
  }))
}

const readOurs = (path: string): Record<string, unknown> => {
  try {
    return JSON.parse(readBuiltIn(path)) as Record<string, unknown>
  } catch {
    return {}
  }
}

const formsOf = (said: unknown): { form: string; text: string }[] =>
  typeof said === 'object' && said !== null
    ? Object.entries(said).map(([form, text]) => ({ form, text: String(text) }))
    : [{ form: '', text: String(said) }]
