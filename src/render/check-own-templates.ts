import { existsSync } from 'node:fs'
import { saying } from '../domain/saying.ts'
import { compileMjml } from './compile-mjml.ts'
import type { TemplateFault } from './template-fault.ts'
import { mjmlSource } from './mail-templates.ts'
import { faultsOf, gapsIn, mayBeOwn, ownFiles, ownFolder, readOwn, setAside } from './own-templates.ts'

/** `gaps`: what files of words in a language of one's own do not say. */
export type OwnTemplates = {
  folder: string
  used: string[]
  faults: (TemplateFault & { path: string })[]
  gaps: { path: string; lacks: string[] }[]
}

/** Looks at every file of one's own, and tries those that MJML has to make html of; undefined where there is no such folder. */
export async function checkOwnTemplates(): Promise<OwnTemplates | undefined> {
  const folder = ownFolder()
  if (!folder) return undefined
  if (!existsSync(folder))
    return {
      folder: folder.pathname,
      used: [],
      gaps: [],
      faults: [{ path: '', line: 0, message: saying('templateFaults.no-folder', { folder: folder.pathname }) }],
    }
  const files = ownFiles()
  for (const path of files.filter((file) => file.endsWith('.mjml') && readOwn(file) !== undefined)) await tryMjml(path)
  return {
    folder: folder.pathname,
    used: files.filter((path) => mayBeOwn(path) && faultsOf(path).every(({ key }) => key !== undefined)),
    gaps: files.map((path) => ({ path, lacks: gapsIn(path) })).filter(({ lacks }) => lacks.length > 0),
    faults: files.flatMap((path) =>
      mayBeOwn(path) ? faultsOf(path).map((fault) => ({ path, ...fault })) : [{ path, line: 0, message: saying('templateFaults.unused') }],
    ),
  }
}

/** In a language of each direction. */
async function tryMjml(path: string): Promise<void> {
  const source = readOwn(path) ?? ''
  try {
    for (const language of ['en', 'ar']) await compileMjml(mjmlSource(source, language))
  } catch (error) {
    setAside(path, error)
  }
}
