import { expect, test } from 'vitest'
import { MAIL_FEATURES, MAIL_PROGRAMS } from '../../../src/flow/checks/mail-programs.ts'
import { corpusLines, describeCorpora } from '../../support/corpora.ts'

type Known = { slug: string; latest: Record<string, string> }

describeCorpora('what mail programs support', () => {
  test('is what caniemail.com has found out', () => {
    const known = new Map((corpusLines('caniemail/features.jsonl') as Known[]).map((feature) => [feature.slug, feature.latest]))
    const expected = MAIL_FEATURES.map(({ slug }) => {
      const latest = known.get(slug) ?? {}
      return { slug, support: MAIL_PROGRAMS.map((program) => latest[program.known]?.[0] ?? 'u').join('') }
    })
    expect(MAIL_FEATURES.map(({ slug, support }) => ({ slug, support }))).toEqual(expected)
  })
})
