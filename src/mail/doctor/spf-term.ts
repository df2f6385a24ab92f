export type SpfTerm = {
  kind: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists' | 'redirect' | 'modifier'
  /** Whether what matches may send: no sign, or `+`. */
  passes: boolean
  /** A domain or a network; empty where none is named. */
  target: string
  /** As written, such as `/24` or `/24//64`. */
  prefix: string
  /** Its target only shows at the time of sending (RFC 7208 §7). */
  hasMacro: boolean
}

/** Reads one term of an SPF record (RFC 7208 §4.6.1). Undefined when it is none. */
export function parseSpfTerm(text: string): SpfTerm | undefined {
  const [, modifier = '', value = ''] = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(text) ?? []
  if (modifier !== '') {
    const kind = modifier.toLowerCase() === 'redirect' ? 'redirect' : 'modifier'
    return { kind, passes: true, target: value, prefix: '', hasMacro: value.includes('%') }
  }
  const [whole, sign = '', name = '', rest = ''] = /^([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)((?:[:/].*)?)$/i.exec(text) ?? []
  if (whole === undefined) return undefined
  const hasMacro = rest.includes('%')
  const [, target = '', prefix = ''] = (hasMacro ? /^:(.*)()$/ : /^(?::([^/]+))?((?:\/\d{1,3})?(?:\/\/\d{1,3})?)$/).exec(rest) ?? []
  if (`${target === '' ? '' : ':'}${target}${prefix}` !== rest) return undefined
  return { kind: name.toLowerCase() as SpfTerm['kind'], passes: sign === '' || sign === '+', target, prefix, hasMacro }
}
