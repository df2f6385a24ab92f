import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrangeEdition, positionsInOrder, type StoryBytes } from '../../../src/domain/edition.ts'
import type { IssueStory } from '../../../src/domain/issue.ts'

const bytesOf: StoryBytes = (_, size) => ({ lead: 3000, story: 2000, line: 100 })[size]
const story = (position: number, ...topicIds: number[]): IssueStory => ({ position, briefingId: position + 1, revision: 1, topicIds })
const arrange = (stories: IssueStory[], positions: number[], topicIds: number[], budget = 80_000) =>
  arrangeEdition(stories, { positions, topicIds, budget, bytesOf })

describe('an edition', () => {
  test('a story on two of the topics stands once, labelled with the other', () => {
    expect(arrange([story(0, 7, 9), story(3, 9)], [0, 3], [7, 9])).toEqual({
      sections: [
        { topicId: 7, stories: [{ position: 0, size: 'lead', labels: [9] }] },
        { topicId: 9, stories: [{ position: 3, size: 'story', labels: [] }] },
      ],
      lines: [],
    })
  })

  test('topics that the reader does not follow are no labels', () => {
    const { sections } = arrange([story(0, 1, 7, 8, 9)], [0], [9, 7])
    expect(sections).toEqual([{ topicId: 7, stories: [{ position: 0, size: 'lead', labels: [9] }] }])
  })

  test('stories stand in the order of the issue, together with those of their topic', () => {
    const edition = arrange([story(0, 2), story(1, 1), story(2, 2), story(3, 1)], [0, 1, 2, 3], [1, 2])
    expect(edition.sections.map(({ topicId, stories }) => [topicId, ...stories.map(({ position }) => position)])).toEqual([
      [2, 0, 2],
      [1, 1, 3],
    ])
    expect(positionsInOrder(edition)).toEqual([0, 2, 1, 3])
  })

  test('what no longer fits becomes a line, and the lead stands whole whatever it takes', () => {
    const stories = [story(0, 1), story(1, 1), story(2, 1), story(3, 1)]
    expect(arrange(stories, [0, 1, 2, 3], [1], 3000 + 2000 + 2 * 100).lines).toEqual([2, 3])
    expect(arrange(stories, [0, 1, 2, 3], [1], 3000 + 2000 + 2 * 100 - 1).lines).toEqual([1, 2, 3])
    expect(arrange(stories, [0, 1, 2, 3], [1], 0)).toEqual({
      sections: [{ topicId: 1, stories: [{ position: 0, size: 'lead', labels: [] }] }],
      lines: [1, 2, 3],
    })
  })

  test('a story on none of the topics, as a correction may be, stands below a topic of its own', () =>
    expect(arrange([story(0, 1)], [0], [2]).sections).toMatchObject([{ topicId: 1 }]))

  const wishes = fc
    .record({
      topicsOfStories: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 }), { minLength: 1, maxLength: 100 }),
      topicIds: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
      budget: fc.integer({ min: 0, max: 120_000 }),
    })
    .map(({ topicsOfStories, topicIds, budget }) => {
      const stories = topicsOfStories.map((topics, position) => story(position, ...topics))
      const positions = stories.filter((one) => one.topicIds.some((id) => topicIds.includes(id))).map(({ position }) => position)
      return { stories, topicIds, budget, positions }
    })

  test('every chosen story is in it exactly once, and no other', () => {
    fc.assert(
      fc.property(wishes, ({ stories, positions, topicIds, budget }) => {
        const edition = arrange(stories, positions, topicIds, budget)
        expect(positionsInOrder(edition).toSorted((a, b) => a - b)).toEqual(positions)
      }),
    )
  })

  test('each topic has one section, every label is a topic of the reader, and one story leads', () => {
    fc.assert(
      fc.property(wishes, ({ stories, positions, topicIds, budget }) => {
        const { sections } = arrange(stories, positions, topicIds, budget)
        const headings = sections.map(({ topicId }) => topicId)
        const entries = sections.flatMap((section) => section.stories)
        expect(new Set(headings).size).toBe(headings.length)
        expect([...headings, ...entries.flatMap(({ labels }) => labels)].every((id) => topicIds.includes(id))).toBe(true)
        expect(entries.map(({ size }) => size).filter((size) => size === 'lead').length).toBe(Math.min(1, positions.length))
        if (positions.length > 0) expect(entries[0]).toMatchObject({ position: positions[0], size: 'lead' })
      }),
    )
  })

  test('it stays within its budget, but for the lead', () => {
    fc.assert(
      fc.property(wishes, ({ stories, positions, topicIds, budget }) => {
        const { sections, lines } = arrange(stories, positions, topicIds, budget)
        const entries = sections.flatMap((section) => section.stories)
        const taken = entries.reduce((sum, { position, size }) => sum + bytesOf(position, size), 0) + lines.length * 100
        if (entries.length > 1) expect(taken).toBeLessThanOrEqual(budget)
      }),
    )
  })
})
