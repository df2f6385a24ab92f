import { describe, expect, test } from 'vitest'
import { inGroups } from '../../../src/flow/in-groups.ts'
import { remember } from '../../../src/flow/remember.ts'

describe('work in groups', () => {
  test('what is asked in one turn is done together, and everyone gets the own answer', async () => {
    const groups: number[][] = []
    const double = inGroups((items: number[]) => {
      groups.push(items)
      return Promise.resolve(items.map((item) => item * 2))
    })
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
    expect(groups).toEqual([[1, 2, 3]])
  })

  test('what is asked while a group is under way waits for the next, and no group is larger than allowed', async () => {
    const groups: number[][] = []
    const first = Promise.withResolvers<void>()
    const echo = inGroups(async (items: number[]) => {
      groups.push(items)
      if (groups.length === 1) await first.promise
      return items
    }, 2)
    const answers = [1, 2, 3].map(echo)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    answers.push(echo(4), echo(5))
    first.resolve()
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5])
    expect(groups).toEqual([[1, 2], [3, 4], [5]])
  })

  test('a group that fails fails for all of it, and only for it', async () => {
    const fragile = inGroups((items: number[]) => (items.includes(2) ? Promise.reject(new Error('no')) : Promise.resolve(items)))
    const [one, two] = await Promise.allSettled([fragile(1), fragile(2)])
    expect([one.status, two.status]).toEqual(['rejected', 'rejected'])
    expect(await fragile(3)).toBe(3)
  })
})

describe('a memory for the answers asked last', () => {
  test('asks once for each, also when many ask at once', async () => {
    let asked = 0
    const known = remember((key: string) => Promise.resolve(`${key}${++asked}`), 2)
    expect(await Promise.all([known('a'), known('a'), known('b')])).toEqual(['a1', 'a1', 'b2'])
    expect(await known('a')).toBe('a1')
  })

  test('forgets the one that was not asked for the longest', async () => {
    const asked: string[] = []
    const known = remember((key: string) => Promise.resolve(asked.push(key)), 2)
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await known(key)
    expect(asked).toEqual(['a', 'b', 'c', 'b'])
  })

  test('asks again after a failure', async () => {
    let asked = 0
    const known = remember(() => (++asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve('here')), 2)
    await expect(known('a')).rejects.toThrow('away')
    expect(await known('a')).toBe('here')
  })
})
