import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { dkimKey } from '../../support/keys.ts'
import { composeSample, rawOf, sampleKey } from './sample-mail.ts'

const PYTHON = '/usr/bin/python3'

// Verifies every message of a JSON list that comes on standard input, with one record for all.
const SCRIPT = `
import base64, dkim, json, sys
given = json.load(sys.stdin)
record = given['record'].encode()
verdicts = [dkim.verify(base64.b64decode(raw), dnsfunc=lambda name, timeout=5: record) for raw in given['messages']]
print(json.dumps(verdicts))`

function verdictsOn(messages: Buffer[]): unknown {
  const input = JSON.stringify({ record: dkimKey().record, messages: messages.map((raw) => raw.toString('base64')) })
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', SCRIPT], { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const isInstalled = spawnSync(PYTHON, ['-c', 'import dkim']).status === 0

describe('a second verifier, dkimpy', () => {
  if (!isInstalled) {
    const notice = 'Left out: the second verifier of signatures, because Debian’s package python3-dkim is not installed'
    console.warn(notice)
    test(notice, () => expect(isInstalled).toBe(false))
    return
  }

  test('takes our signatures over html, text alone, Chinese, Arabic and an address beyond ASCII', async () => {
    const samples = [
      {},
      { html: undefined, text: 'one\n\n\n' },
      { subject: '湖泊自己的历法，另有 6 篇', text: '为夜空留一点黑\n', html: '<p>为夜空留一点黑</p>' },
      { subject: 'البحيرة التي تحفظ تقويمها', text: 'البحيرة التي تحفظ تقويمها\n' },
      { address: '用户@xn--r8jz45g.example', senderName: 'A  B' },
    ]
    const messages = await Promise.all(samples.map(async (changes) => rawOf(await composeSample(changes, sampleKey()))))
    expect(verdictsOn(messages)).toEqual(samples.map(() => true))
  })

  test('refuses them when a field was added or a word was changed', async () => {
    const raw = rawOf(await composeSample({}, sampleKey()))
    const added = ['Subject', 'From', 'List-Unsubscribe', 'Reply-To'].map((name) =>
      Buffer.concat([Buffer.from(`${name}: evil@example.com\r\n`), raw]),
    )
    const changed = Buffer.from(raw.toString('latin1').replace('112 winters', '113 winters'), 'latin1')
    expect(verdictsOn([...added, changed])).toEqual([...added, changed].map(() => false))
  })
})
