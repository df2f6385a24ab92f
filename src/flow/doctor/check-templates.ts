import { saying } from '../../domain/saying.ts'
import { ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import { checkOwnTemplates } from '../../render/check-own-templates.ts'
import { useOwnTemplates } from '../../render/own-templates.ts'

const MOST = 10

/** Whether the templates and words of one's own can be used. What cannot is passed over, and ours used. */
export async function checkTemplates(folder: string | undefined): Promise<Verdict> {
  if (folder === undefined) return ok(saying('doctor.templates-ours'))
  useOwnTemplates(folder)
  const own = await checkOwnTemplates()
  const gaps = (own?.gaps ?? []).map(({ path, lacks }) =>
    saying('doctor.template-lacks', {
      path,
      count: lacks.length,
      keys: lacks.slice(0, MOST).join(', ') + (lacks.length > MOST ? ', …' : ''),
    }),
  )
  if (!own || own.faults.length === 0) {
    const used = { count: own?.used.length ?? 0, folder }
    return ok(
      gaps.length === 0 ? saying('doctor.templates-own', used) : saying('doctor.templates-gaps', { count: used.count, folder, gaps }),
    )
  }
  const said = own.faults
    .slice(0, MOST)
    .map(({ path, line, message }) =>
      line > 0 ? saying('doctor.template-line', { path, line, fault: message }) : saying('doctor.template-file', { path, fault: message }),
    )
  return warning(
    saying('doctor.templates-wrong', { count: own.faults.length, faults: [...said, ...gaps] }),
    saying('doctor.templates-mend'),
  )
}
