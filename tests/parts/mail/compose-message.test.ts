import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { lintMessage } from '../../../src/mail/lint/lint-message.ts'
import { composeSample, rawOf, sampleKey, type SampleMail } from './sample-mail.ts'

const rawWith = async (changes: Partial<SampleMail> = {}): Promise<Buffer> => rawOf(await composeSample(changes, sampleKey()))

// Without bare CRs, which the parser reads in a way of its own.
const anything = fc.string({ unit: 'binary', maxLength: 2000 }).map((text) => text.replaceAll('\r', ''))
const words = fc.string({ unit: 'binary', maxLength: 100 }).map((text) => text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim() || 'News')

describe('a message', () => {
  test('has the text first and the html last, and both come out as they went in', async () => {
    const text = '早报\n\nالموجز  — two blanks, a tab\tand a dot:\n.\nFrom here on\n'
    const html = '<!doctype html><p>早报</p>\n<p dir="rtl">الموجز</p>\n'
    const raw = await rawWith({ text, html })
    const parts = [...raw.toString('latin1').matchAll(/^Content-Type: ([^;]*);/gim)].map(([, type]) => type)
    expect(parts).toEqual(['multipart/alternative', 'text/plain', 'text/html'])
    const read = await PostalMime.parse(raw)
    expect([read.text, read.html]).toEqual([text, html].map(asParsed))
  })

  test('of text alone is no multipart', async () => {
    const raw = await rawWith({ html: undefined, text: '早报\n' })
    const read = await PostalMime.parse(raw)
    expect([read.text, read.html]).toEqual(['早报\n', undefined])
    expect(raw.toString('latin1')).not.toContain('multipart')
  })

  test('to an address beyond ASCII carries it as it is, for servers that take such', async () => {
    const read = await PostalMime.parse(await rawWith({ address: '用户@xn--r8jz45g.example' }))
    expect(read.to).toEqual([{ name: '', address: '用户@xn--r8jz45g.example' }])
  })

  test('the boundary occurs in no part, and is a function of the delivery', async () => {
    const boundaryOf = (raw: Buffer): string => /boundary="([^"]*)"/.exec(raw.toString('latin1'))?.[1] ?? ''
    const raw = await rawWith()
    const boundary = boundaryOf(raw)
    expect(boundary.length).toBeLessThanOrEqual(70)
    expect(raw.toString('latin1').split(`--${boundary}`)).toHaveLength(4)
    expect(boundaryOf(await rawWith({ subject: 'Another', text: 'Another' }))).toBe(boundary)
    expect(boundaryOf(await rawWith({ deliveryId: 8 }))).not.toBe(boundary)
  })

  test('the same delivery always gives the same bytes', async () => expect(await rawWith()).toEqual(await rawWith()))

  test('its length is told to the mail server as it is', async () => {
    const message = await composeSample({ html: '<p>早报</p>' }, sampleKey())
    expect(message.byteLength).toBe(rawOf(message).length)
  })

  test('whatever it says, its form is sound', async () => {
    await fc.assert(
      fc.asyncProperty(words, anything, anything, async (subject, text, html) => {
        const raw = await rawWith({ subject, text, html })
        const bytes = raw.toString('latin1')
        expect(bytes).not.toMatch(/[^\r]\n|\r[^\n]|\0|[^\x00-\x7f]/)
        expect(bytes).not.toMatch(/^\./m)
        expect(bytes.split('\r\n').filter((line) => line.length > 78)).toEqual([])
        const read = await PostalMime.parse(raw)
        expect(read.subject).toBe(subject)
        expect([read.text, read.html]).toEqual([text, html].map(asParsed))
      }),
      { numRuns: 60 },
    )
  })

  test('it breaks none of the statements about format and signature', async () => {
    const samples = [{}, { html: undefined }, { subject: '湖泊自己的历法，另有 6 篇'.repeat(5) }]
    for (const changes of samples) {
      const findings = lintMessage(await rawWith(changes), { dkim: 'required', now: Date.UTC(2026, 10, 22, 7, 1) })
      expect(findings.filter(({ id, level }) => /^[AE]/.test(id) && level === 'must')).toEqual([])
    }
  })
})

// The parser counts the line end before a boundary, which is none of the part's (RFC 2046 §5.1.1).
const asParsed = (text: string): string => `${text}\n`
