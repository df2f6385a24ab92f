import { expect, test } from 'vitest'
import { CHECKS } from '../../../src/mail/lint/checks.ts'
import { deskLanguages, deskWords } from '../../../src/render/render-desk-page.ts'
import { checkMail } from '../../../src/flow/checks/check-mail.ts'
import type { CheckName } from '../../../src/flow/checks/finding.ts'

const mail = (html: string, subject = 'The quay is mended'): Buffer =>
  Buffer.from(
    ['From: a@b.example', `Subject: ${subject}`, 'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', html, ''].join('\r\n'),
  )

const found = async (raw: Buffer, check: CheckName) => (await checkMail(raw)).filter((finding) => finding.check === check)

const DARK =
  '<style>@media (prefers-color-scheme: dark) { .paper, .paper div { background-color: #111 !important } .ink { color: #eee !important } }</style>'

test('a long subject is shown as a phone cuts it, by columns', async () => {
  expect(await found(mail(''), 'subject-cut')).toEqual([])
  const [latin] = await found(mail('', 'Two towns have agreed on how to share one harbour after a winter of talks'), 'subject-cut')
  expect(latin?.values?.['shown']).toBe('Two towns have agreed on how to share…')
  const [chinese] = await found(mail('', '两座城市在经过一个冬天的谈判之后终于就如何共用一个港口达成了协议'), 'subject-cut')
  expect(chinese?.values?.['shown']).toMatch(/^.{5,21}$/u)
})

test('html that Gmail would cut off must become smaller', async () => {
  expect(await found(mail('a'.repeat(70_000)), 'html-large')).toEqual([])
  expect(await found(mail('a\r\n'.repeat(30_000)), 'html-large')).toMatchObject([{ level: 'should' }])
  expect(await found(mail('a\r\n'.repeat(40_000)), 'html-large')).toMatchObject([{ level: 'must', values: { limit: 99_500 } }])
})

test('dark colours of ours are held against what they leave light', async () => {
  const page = (text: string) => `${DARK}<div class="paper" style="background-color:#fff;color:#222">${text}</div>`
  expect(await found(mail(page('<p class="ink" style="color:#222">Well seen</p>')), 'contrast-weak')).toEqual([])
  const [weak] = await found(mail(page('<p style="color:#222">Forgotten</p>')), 'contrast-weak')
  expect(weak?.values?.['what']).toMatchObject({ say: 'lint.contrast', values: { text: 'Forgotten' } })
})

test('what programs do not show is named with the programs', async () => {
  const [finding] = await found(mail('<div style="display:flex">x</div>'), 'program-lacks')
  expect(finding).toMatchObject({ level: 'should', found: 'display: flex', values: { programs: 'Outlook (Windows)' } })
})

test('every finding about the message itself is there', async () => {
  const ids = (await found(mail('<p>x</p>'), 'message-fault')).map(({ values }) => values?.['id'])
  expect(ids).toEqual(expect.arrayContaining(['A3', 'C6']))
  const ofStory = (await checkMail(mail('<p>x</p>'), {}, { ofStory: true })).map(({ values }) => values?.['id'])
  expect([ofStory.includes('A3'), ofStory.includes('C6')], 'beside a story: only what a story can be the cause of').toEqual([true, false])
})

test('every rule of the mail is told in each language of the desk', () => {
  for (const language of deskLanguages())
    for (const { id } of CHECKS)
      expect(deskWords(language).say(`checks.rule-${id}`), id).toMatch(language === 'zh' ? /\p{Script=Han}/u : /[a-z]/)
})
