// An enhanced status stands alone or is wrapped: `#5.1.1`, `(#5.1.1)`, `550-5.1.1`, `5.1.1:`, `5.1.1;`. A version (`4.16.55.1`) or an IP
// address has more than three numbers and is none.
const STATUS = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)/g

// A reply code stands at the start, after a quotation mark or bracket, or after a colon, and is followed by a blank, a hyphen or a status.
const REPLY_CODE = /(?:^|[\s'"([<:])([245][0-5]\d)(?=-?[ #'-]|:|;|,|\.?$|-[245]\.)/g

/** The enhanced status of RFC 3463 §2 in a field or a text, the most telling one first: `5.1.1` says more than `5.0.0`. */
export function findStatus(text: string): string | null {
  const all = [...text.matchAll(STATUS)].map(([, kind, subject, detail]) => `${kind}.${Number(subject)}.${Number(detail)}`)
  return all.find(isTelling) ?? all[0] ?? null
}

/** Whether a status says more than "failed": X.0.0 is "other undefined status" (RFC 3463 §3.1). */
export const isTelling = (status: string | null): boolean => status !== null && !/^\d\.0\.0$/.test(status)

/** The reply code of RFC 5321 §4.2 in a text, a refusal before a success. */
export function findReplyCode(text: string): string | null {
  const all = [...text.matchAll(REPLY_CODE)].flatMap(([, code]) => (code === undefined ? [] : [code]))
  return all.find((code) => !code.startsWith('2')) ?? all[0] ?? null
}
