import type { CheckFinding } from '../../../flow/checks/finding.ts'
import type { Words } from '../../../render/word-folder.ts'

/** The fields of the form are called a little otherwise than those of a briefing. */
const INPUTS: Partial<Record<CheckFinding['field'], string>> = { updated: 'updatedOn', mail: 'preview' }

/** What the checks have found, in the words of who looks; `to` and `line` are where a click leads. */
export function findingViews(findings: CheckFinding[], words: Words) {
  const groups = (['must', 'should', 'hint'] as const).map((level) => ({
    level,
    label: words.say(`checks.${level}`),
    findings: findings.filter((finding) => finding.level === level).map((finding) => findingView(finding, words)),
  }))
  const must = groups[0]?.findings.length ?? 0
  return {
    groups: groups.filter(({ findings }) => findings.length > 0).map((group) => ({ ...group, isOpen: group.level !== 'hint' })),
    isSound: findings.every(({ level }) => level === 'hint'),
    must,
    summary: must > 0 ? words.say('checks.mustCount', { count: must }) : '',
  }
}

function findingView({ check, field, line, found, values = {} }: CheckFinding, words: Words) {
  const at = line > 0 && field === 'body' ? `, ${words.say('checks.line', { count: line })}` : ''
  const { id } = values
  return {
    text: words.tell({ say: `checks.${check}`, values: { ...values, found } }),
    // Beside what a mail does wrong stands the rule that it breaks.
    detail: typeof id === 'string' ? words.say(`checks.rule-${id}`) : '',
    place: words.say(`checks.field-${field}`) + at,
    to: INPUTS[field] ?? field,
    line,
    found,
  }
}
