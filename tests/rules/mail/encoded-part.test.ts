import { describe, expect, test } from 'vitest'
import { gap } from '../../../src/domain/merge-tag.ts'
import { encodePart, fillGaps, type GapFillers } from '../../../src/mail/encoded-part.ts'
import { encodeQuotedPrintable } from '../../../src/mail/quoted-printable.ts'

const filled = (content: string, fillers: GapFillers): string => Buffer.concat(fillGaps(encodePart(content), fillers)).toString('latin1')

describe('an encoded part', () => {
  test('its gaps are filled where they stand', () => {
    const content = `To ${gap('address')}: ${gap('subject')}\n${gap('subject')}`
    const fillers = { address: encodeQuotedPrintable('rosa@example.com'), subject: encodeQuotedPrintable('早') }
    expect(filled(content, fillers)).toBe('To=20=\r\nrosa@example.com=\r\n:=20=\r\n=E6=97=A9=\r\n\r\n=E6=97=A9=\r\n')
  })

  test('what looks like a template stays as it is', () => {
    expect(filled('{{subject}} {{{constructor}}} ${address}', {})).toBe('{{subject}} {{{constructor}}} ${address}=\r\n')
  })

  test('a value that looks like a merge tag is not filled again', () => {
    expect(filled(gap('subject'), { subject: encodeQuotedPrintable(gap('address')) })).toBe('=01address=02=\r\n')
  })

  test('a gap that nothing fills is a fault, never a hole in a mail', () => {
    expect(() => filled(gap('unsubscribe-url'), {})).toThrow('Nothing fills the merge tag "unsubscribe-url"')
  })
})
