/** Who asks: a mail program by RFC 8058, or the person on our page, maybe for all digests at once, or to take it back. */
export type LeaveWish = { by: 'one-click' } | { by: 'page'; everything: boolean } | { by: 'page'; undo: string }

/**
 * What a POST to an unsubscribe address asks for. Mail programs send `List-Unsubscribe=One-Click`, url-encoded (Gmail) or as
 * multipart/form-data (what RFC 8058 §3.2 recommends). Undefined for everything else: then nothing must happen.
 */
export function readLeaveForm(contentType: string | undefined, body: string): LeaveWish | undefined {
  const fields = readFields(contentType ?? URL_ENCODED, body)
  if (fields?.get('List-Unsubscribe') === 'One-Click') return { by: 'one-click' }
  if (fields?.get('wish') === 'undo') return { by: 'page', undo: fields.get('change') ?? '' }
  if (fields?.get('confirm') === 'yes') return { by: 'page', everything: fields.get('all') === 'yes' }
  return undefined
}

const URL_ENCODED = 'application/x-www-form-urlencoded'

function readFields(contentType: string, body: string): Map<string, string> | undefined {
  const [type = ''] = contentType.toLowerCase().split(';')
  if (type.trim() === URL_ENCODED) return new Map([...new URLSearchParams(body)].map(([name, value]) => [name, value.trim()]))
  const boundary = /;\s*boundary="?([^";\s]{1,70})"?/i.exec(contentType)?.[1]
  return type.trim() === 'multipart/form-data' && boundary !== undefined ? readMultipart(body, boundary) : undefined
}

// Lenient about quotes and line ends: the token has proved who asks, and only two short fields are of interest.
function readMultipart(body: string, boundary: string): Map<string, string> {
  const parts = body.split(`--${boundary}`).slice(1)
  return new Map(
    parts.flatMap((part) => {
      const [, head = '', value = ''] = /^\r?\n?([^]*?)\r?\n\r?\n([^]*)$/.exec(part) ?? []
      const name = /^content-disposition:.*;\s*name="?([^";\r\n]+)"?/im.exec(head)?.[1]
      return name === undefined ? [] : [[name, value.trim()] as const]
    }),
  )
}
