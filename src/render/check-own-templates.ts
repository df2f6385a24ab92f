import { saying } from '../domain/saying.ts'
import { existsSync, readdirSync } from 'node:fs'
import { sep } from 'node:path'
import { compileMjml } from './compile-mjml.ts'
import type { TemplateFault } from './template-fault.ts'
import { mjmlSource } from './mail-templates.ts'
import { faultsOf, mayBeOwn, ownFolder, readOwn, setAside } from './own-templates.ts'

export type OwnTemplates = { folder: string; used: string[]; faults: (TemplateFault & { path: string })[] }

/** Looks at every file of one's own, and tries those that MJML has to make html of; undefined where there is no such folder. */
export async function checkOwnTemplates(): Promise<OwnTemplates | undefined> {
  const folder = ownFolder()
  if (!folder) return undefined
  if (!existsSync(folder))
    return {
      folder: folder.pathname,
      used: [],
      faults: [{ path: '', line: 0, message: saying('templateFaults.no-folder', { folder: folder.pathname }) }],
    }
  const files = (
    readdirSync(folder, { recursive: true, withFileTypes: true }) as { name: string; parentPath: string; isFile: () => boolean }[]
  )
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name, parentPath }) => pathBelow(folder, `${parentPath}${sep}${name}`))
    .toSorted()
  for (const path of files.filter((file) => file.endsWith('.mjml') && readOwn(file) !== undefined)) await tryMjml(path)
  return {
    folder: folder.pathname,
    used: files.filter((path) => mayBeOwn(path) && faultsOf(path).every(({ key }) => key !== undefined)),
    faults: files.flatMap((path) =>
      mayBeOwn(path) ? faultsOf(path).map((fault) => ({ path, ...fault })) : [{ path, line: 0, message: saying('templateFaults.unused') }],
    ),
  }
}

const pathBelow = (folder: URL, file: string): string =>
  file.replaceAll('\\', '/').slice(decodeURIComponent(folder.pathname).length).replace(/^\//, '')

/** In a language of each direction. */
async function tryMjml(path: string): Promise<void> {
  const source = readOwn(path) ?? ''
  try {
    for (const language of ['en', 'ar']) await compileMjml(mjmlSource(source, language))
  } catch (error) {
    setAside(path, error)
  }
}
