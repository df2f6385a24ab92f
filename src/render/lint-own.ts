import { lintTemplate } from './lint-template.ts'
import { lintWords } from './lint-words.ts'
import type { TemplateFault } from './template-fault.ts'

/** Checks a file that is to take the place of ours, by the rules that ours keep. `readBuiltIn` reads ours. */
export function lintOwn(path: string, source: string, readBuiltIn: (path: string) => string): TemplateFault[] {
  if (!path.endsWith('.json')) return lintTemplate(path, source, readBuiltIn(path))
  const english = path.replace(/words\/[^/.]+/, 'words/en')
  const [, language = 'en'] = /words\/([^/.]+)/.exec(path) ?? []
  return lintWords(source, { language, english: JSON.parse(readBuiltIn(english)) as Record<string, unknown> })
}
