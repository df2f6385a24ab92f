import type { BriefingContent } from '../../../src/domain/briefing.ts'
import type { IssueToRender } from '../../../src/domain/issue-to-render.ts'
import type { IssueStory } from '../../../src/domain/issue.ts'
import type { Filling } from './join-parts.ts'

/** A story with what the test is about, and plain words for the rest. */
export const story = (content: Partial<BriefingContent> = {}): BriefingContent => ({
  headline: 'The ferry runs again',
  kicker: 'Harbour',
  title: 'The ferry runs again, one hour later each day',
  standfirst: 'After a winter of repairs the harbour has its ferry back, with a timetable that follows the tide.',
  language: 'en',
  body: '',
  keyPoints: [
    'Boats leave with the high water',
    'Tickets cost what they did',
    'Dogs travel for nothing',
    'A fourth point',
    'A fifth point',
  ],
  sources: [],
  sourceCount: 3,
  updatedOn: '2026-02-13',
  ...content,
})

export const CHINESE = story({
  language: 'zh',
  kicker: '港口',
  title: '渡轮恢复通航',
  standfirst: '经过一个冬天的修理，渡轮回来了。',
  keyPoints: ['随潮水开船'],
})
export const ARABIC = story({
  language: 'ar',
  kicker: 'الميناء',
  title: 'العبّارة تعود',
  standfirst: 'بعد شتاء من الإصلاح عادت العبّارة.',
  keyPoints: ['تبحر مع المد'],
})
export const HEBREW = story({
  language: 'he',
  kicker: 'הנמל',
  title: 'המעבורת חוזרת',
  standfirst: 'אחרי חורף של תיקונים.',
  keyPoints: ['יוצאת עם הגאות'],
})

export const TOPICS: IssueToRender['topics'] = [
  { id: 1, slug: 'cities', names: { en: 'Cities', zh: '城市', ar: 'المدن' } },
  { id: 2, slug: 'us-politics', names: { zh: '美国政治要闻' } },
  { id: 3, slug: 'science', names: { en: 'Science', zh: '科学', ar: 'العلوم' } },
]

/** An issue of these stories, in this order. */
export const issueOf = (contents: BriefingContent[], changes: Partial<IssueToRender> = {}): IssueToRender => ({
  digest: { names: { en: 'Morning Briefing', zh: '晨间简报', ar: 'موجز الصباح' } },
  number: 12,
  date: '2026-02-13',
  senderName: 'Broadsheet',
  postalAddress: '12 Printers’ Row\nLondon EC4A 2AB',
  topics: TOPICS,
  stories: contents.map((content, position) => ({ position, content, url: `https://news.example/b/story-${position}` })),
  webUrl: 'https://news.example/',
  ...changes,
})

/** The stories by turns on topic 1, on 2, and on both 1 and 3. */
export const onTopics = ({ stories }: IssueToRender): IssueStory[] =>
  stories.map(({ position }) => ({ position, briefingId: position + 1, revision: 1, topicIds: [[1], [2], [1, 3]][position % 3] ?? [] }))

export const LAYLA: Filling = {
  subject: 'The ferry runs again & 2 more',
  preheader: 'After a winter of repairs the harbour has its ferry back.',
  address: 'layla@cairo.example',
  'preferences-url': 'https://news.example/p/1-2-abc',
  'unsubscribe-url': 'https://news.example/u/1-2-abc',
  'browser-url': 'https://news.example/i/1-2-3-abc',
  more: 'And 7 more stories',
  'more-url': 'https://news.example/i/1-2-3-abc/more',
}
