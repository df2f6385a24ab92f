import { ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import { checkOwnTemplates } from '../../render/check-own-templates.ts'
import { useOwnTemplates } from '../../render/own-templates.ts'

const MOST = 10

/** Whether the templates and words of one's own can be used. What cannot is passed over, and ours used. */
export async function checkTemplates(folder: string | undefined): Promise<Verdict> {
  if (folder === undefined) return ok('All templates and words are ours.')
  useOwnTemplates(folder)
  const own = await checkOwnTemplates()
  if (!own || own.faults.length === 0) return ok(`${own?.used.length ?? 0} templates and files of words are your own, from ${folder}.`)
  const said = own.faults.slice(0, MOST).map(({ path, line, message }) => `${path}${line > 0 ? `, line ${line}` : ''}: ${message}`)
  return warning(
    `Of your own templates and words ${own.faults.length} are not right, and ours are used instead. ${said.join(' ')}`,
    'Mend them, then start again. "template check" lists all of it.',
  )
}
