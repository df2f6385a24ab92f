import { describe, expect, test } from 'vitest'
import { watchIssue, type IssueAnswer } from '../../../src/domain/issue-watch.ts'

/** What is said after each answer of a story like `no@a.example yes@b.example`. */
function tell(story: string): string[] {
  const watch = watchIssue()
  const answers: Record<string, IssueAnswer> = { yes: 'accepted', no: 'unwanted', other: 'neither' }
  return story.split(' ').map((each) => {
    const [answer = '', domain = ''] = each.split('@')
    return watch.hear(answers[answer] ?? 'neither', domain)
  })
}

const times = (count: number, text: string): string => Array(count).fill(text).join(' ')

describe('an issue is held', () => {
  test('after three in a row at one domain, though others accept it', () => {
    expect(tell('no@a.example yes@b.example no@a.example yes@b.example no@a.example')).toEqual(['go on', 'go on', 'go on', 'go on', 'hold'])
  })

  test('after three in a row at three domains', () => {
    expect(tell('no@a.example no@b.example no@c.example')).toEqual(['go on', 'go on', 'hold'])
  })

  test('when every third of many readers refuses it in a row', () => {
    expect(tell(`${times(30, 'yes@b.example')} ${times(3, 'no@a.example')}`).at(-1)).toBe('hold')
  })
})

describe('an issue goes on', () => {
  test('when the domain has accepted it in between', () => {
    expect(tell('no@a.example yes@b.example no@a.example yes@a.example no@a.example')).not.toContain('hold')
  })

  test('when other answers than about the issue come three times in a row', () => {
    expect(tell(times(5, 'other@a.example'))).not.toContain('hold')
  })

  test('when three readers at one domain stand against a thousand that got it', () => {
    expect(tell(`${times(1000, 'yes@b.example')} ${times(3, 'no@hostile.example')}`)).not.toContain('hold')
  })
})
