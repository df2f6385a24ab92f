import { describe, expect, test } from 'vitest'
import { compileTemplate } from '../../../src/render/compile-template.ts'

describe('data', () => {
  test.each(['{{constructor}}', '{{#with __proto__}}x{{/with}}', '{{{x}}}', '{{log}}', '{{> other}}', '\u0001subject\u0002'])(
    'are printed as they are, without a second pass: %j',
    (text) => {
      expect(compileTemplate('{{text}}', { escape: false })({ text })).toBe(text)
    },
  )

  test('are escaped for html', () => {
    expect(compileTemplate('<a title="{{text}}">')({ text: `<b> & "'` })).toBe('<a title="&lt;b&gt; &amp; &quot;&#x27;">')
  })

  test('reach no prototype and change none', () => {
    const data = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "safe": "yes"}') as object
    expect(compileTemplate('{{safe}}')(data)).toBe('yes')
    expect('polluted' in {}).toBe(false)
    expect(() => compileTemplate('{{text.constructor.name}}')({ text: 'x' })).toThrow()
  })

  test('that are functions are not called', () => {
    let called = false
    const trap = { trap: () => (called = true), text: 'x' }
    expect(() => compileTemplate('{{trap}}')(trap)).toThrow()
    expect(called).toBe(false)
  })

  test('that are missing are a mistake, not an empty place', () => {
    expect(() => compileTemplate('{{nobody}}')({})).toThrow('nobody')
  })
})

describe('a template', () => {
  test('must be text: an object would be taken for a syntax tree', () => {
    const tree = { type: 'Program', body: [] } as unknown as string
    expect(() => compileTemplate(tree)).toThrow('must be text')
  })

  test.each(['{{lookup a b}}', '{{log a}}', '{{#with a}}{{b}}{{/with}}', '{{unknown a}}'])('cannot call %s', (source) => {
    expect(() => compileTemplate(source)({ a: { b: 1 }, b: 'b' })).toThrow()
  })

  test('can call what it is given, and include the others', () => {
    const template = compileTemplate('{{#if (eq a "x")}}{{> part}}{{/if}}', {
      helpers: { eq: (one: unknown, other: unknown) => one === other },
      partials: { part: '[{{a}}]' },
    })
    expect(template({ a: 'x' })).toBe('[x]')
  })
})
