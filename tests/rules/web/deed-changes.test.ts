import { expect, test } from 'vitest'
import { deedChanges } from '../../../src/web/desk/deed-changes.ts'

const said = (before: unknown, after: unknown): string[] =>
  deedChanges({ before: kept(before), after: kept(after) }, (at) => new Date(at).toISOString().slice(0, 10)).map(
    (change) => `${change.field}: ${change.before} → ${change.after}`,
  )

const kept = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

test('a deed is told field by field, without what stayed as it was', () => {
  expect(said({ state: 'draft', number: 7 }, { state: 'approved', number: 7 })).toEqual(['state: draft → approved'])
  expect(said(undefined, { name: 'Morning', topics: ['world', 'sport'] })).toEqual(['name:  → Morning', 'topics:  → world, sport'])
  expect(said({ note: 'x' }, undefined)).toEqual(['note: x → '])
  expect(said({ until: Date.UTC(2026, 2, 10) }, { until: null })).toEqual(['until: 2026-03-10 → '])
  expect(said(undefined, { names: { en: 'World', zh: '国际' } })).toEqual(['names:  → en: World, zh: 国际'])
  expect(said('viewer', 'editor')).toEqual([': viewer → editor'])
  expect(said(undefined, undefined)).toEqual([])
})

test('what is not JSON is shown as it stands', () => {
  expect(deedChanges({ before: null, after: '<b>torn' }, String)).toEqual([{ field: '', before: '', after: '<b>torn' }])
})
