import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { keepStatements } from '../../../src/store/keep-statements.ts'

test('a statement that comes again is not prepared again, until three hundred others have come', () => {
  const kept = keepStatements(new BetterSqlite(':memory:'))
  const first = kept.prepare('select 1 as one')
  for (let index = 0; index < 299; index++) kept.prepare(`select ${index}`)
  expect(kept.prepare('select 1 as one')).toBe(first)
  for (let index = 0; index < 300; index++) kept.prepare(`select ${index} as other`)
  expect(kept.prepare('select 1 as one')).not.toBe(first)
  kept.close()
})

test('what is kept sees a changed table as it is now', () => {
  const kept = keepStatements(new BetterSqlite(':memory:'))
  kept.prepare('create table readers (name text)').run([])
  kept.prepare('insert into readers values (?)').run(['Rosa'])
  expect(kept.prepare('select * from readers').all([])).toEqual([{ name: 'Rosa' }])
  kept.prepare("alter table readers add column city text default 'São Paulo'").run([])
  expect(kept.prepare('select * from readers').all([])).toEqual([{ name: 'Rosa', city: 'São Paulo' }])
  kept.close()
})

test('a pragma acts each time that it is given', () => {
  const kept = keepStatements(new BetterSqlite(':memory:'))
  const isOn = (): unknown => kept.prepare('pragma foreign_keys').all([])
  for (const setting of ['off', 'on', 'off', 'on']) {
    kept.prepare(`pragma foreign_keys = ${setting}`).run([])
    expect(isOn()).toEqual([{ foreign_keys: setting === 'on' ? 1 : 0 }])
  }
  kept.close()
})
