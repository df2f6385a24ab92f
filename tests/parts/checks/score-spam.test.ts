import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasSpamAssassin, scoreSpam } from '../../../src/flow/checks/score-spam.ts'

/** A program that answers as SpamAssassin 4 does. */
function standIn(status: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-spam-'))
  writeFileSync(join(folder, 'spamassassin'), `#!/bin/sh\nprintf 'X-Spam-Level: \\nX-Spam-Status: ${status}\\n\\nbody'\n`)
  chmodSync(join(folder, 'spamassassin'), 0o755)
  return folder
}

const mail = Buffer.from('Subject: x\r\n\r\nText\r\n')

test('the points of SpamAssassin are told with the rules that were broken', async () => {
  const folder = standIn('Yes, score=6.2 required=5.0 tests=HTML_MESSAGE,\\n\\tMISSING_MID autolearn=no version=4.0.1')
  expect(await scoreSpam(mail, [folder])).toEqual([
    {
      check: 'spam-score',
      level: 'must',
      field: 'mail',
      line: 0,
      found: 'HTML_MESSAGE, MISSING_MID',
      values: { score: '6.2', limit: '5.0' },
    },
  ])
  expect(await scoreSpam(mail, [standIn('No, score=-0.1 required=5.0 tests=NONE autolearn=no')])).toMatchObject([{ level: 'hint' }])
})

test('where it is missing, or says nothing of use, there is no finding', async () => {
  expect(hasSpamAssassin(['/nowhere'])).toBe(false)
  expect(await scoreSpam(mail, ['/nowhere'])).toEqual([])
  expect(await scoreSpam(mail, [standIn('rubbish')])).toEqual([])
})
