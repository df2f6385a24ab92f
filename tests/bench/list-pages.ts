/** What people ask of the list of subscribers, and where they go on. */
export const SUBSCRIBER_PAGES = [
  ...['', 'q=aiko', 'q=a', 'q=tanaka5', 'q=aiko+tanaka500', 'q=%40tokyo.example', 'q=aiko.tanaka14%40tokyo.example', 'q=zzz'],
  ...['state=reading', 'state=left', 'state=paused', 'state=suppressed', 'digest=morning', 'topic=topic-3', 'topic=topic-3&state=left'],
  ...['lang=ar', 'zone=Asia%2FTokyo', 'since=2025-12-30', 'until=2020-01-01', 'q=aiko&state=left', 'topic=topic-199&zone=UTC&lang=ar'],
  ...['before=500000', 'before=500000&state=left', 'before=500000&topic=topic-3&lang=zh'],
].map((query) => `/desk/subscribers?${query}`)

type Ids = { issue: number; going: number; briefing: number }

/** Every other list of the desk: as it opens, searched with few and with no finds, filtered, and further down. */
export const deskPages = ({ issue, going, briefing }: Ids): string[] =>
  [
    ...['', '/going'],
    ...of('/subscribers/count', ['', 'q=aiko', 'state=left', 'topic=topic-3&lang=zh']),
    ...of('/subscribers/1000', ['', 'kind=mail', 'kind=desk']),
    ...of('/deliveries', [
      '',
      `issue=${going}&state=waiting`,
      `issue=${issue}`,
      `issue=${issue}&q=aiko`,
      `issue=${issue}&q=tanaka5`,
      `issue=${issue}&q=zzz`,
    ]),
    ...of('/deliveries', [
      ...['accepted', 'refused', 'doubtful', 'withheld', 'waiting', 'deferred', 'bounced', 'complained', 'left'].map(
        (state) => `issue=${issue}&state=${state}`,
      ),
      `issue=${issue}&domain=tokyo.example`,
      `issue=${issue}&domain=tokyo.example&state=refused`,
      `issue=${issue}&after=500000`,
    ]),
    ...of('/mails', [
      ...['accepted', 'refused', 'bounced', 'complained'].flatMap((kind) => [
        `kind=${kind}`,
        `kind=${kind}&q=tanaka5`,
        `kind=${kind}&q=aiko`,
        `kind=${kind}&before=50000`,
      ]),
    ]),
    ...of('/suppressions', ['', 'q=gone5', 'q=mail.example', 'q=zzz', 'reason=complaint', 'reason=manual&q=zzz', 'after=50000']),
    ...of('/suppressions/held', ['']),
    ...of('/doubtful', ['', 'q=tanaka5', 'q=zzz', `issue=${going}`, 'after=500000']),
    ...of('/unmatched', ['', 'q=b-5', 'q=forged', 'q=zzz', 'before=50000']),
    ...of('/unmatched/1', ['']),
    ...of('/audit', ['', 'q=subscriber%3A500', 'q=renamed', 'q=aiko', 'q=zzz', 'before=500000']),
    ...of('/subscribers/unconfirmed', ['', 'q=new5', 'q=zzz', 'before=50000']),
    ...of('/subscribers/import', ['', 'q=people-5', 'q=zzz', 'before=500']),
    ...of('/subscribers/import/1', ['']),
    ...of('/subscribers/bulk', ['', 'q=rosa', 'q=zzz', 'before=500']),
    ...of('/hooks', ['', 'q=hook+5', 'q=zzz']),
    ...of('/hooks/1', ['', 'q=issue.sent', 'q=500', 'q=zzz', 'before=50000']),
    ...of('/briefings', [
      '',
      'q=harbour',
      'q=zzz',
      'state=draft',
      'lang=ar',
      'topic=topic-3',
      'topic=topic-3&state=draft&q=report+5',
      'before=5000',
    ]),
    ...of(`/briefings/${briefing}/revisions`, ['']),
    ...of('/issues', ['', 'list=all', 'digest=morning', 'state=draft', 'state=held', 'q=harbour', 'q=zzz', 'before=500']),
    ...of('/topics', ['', 'q=topic-3', 'q=zzz']),
    ...of('/topics/topic-3', ['']),
    ...[
      '/digests',
      '/people',
      '/people?q=person5',
      '/keys',
      '/keys?q=key+5',
      '/account',
      '/templates',
      '/templates/words',
      '/standing',
      '/ahead',
      '/why?q=aiko',
    ],
    ...['/transports', '/reputation', '/zones', '/settings'],
  ].map((path) => `/desk${path}`)

/** The lists of the API. */
export const apiPages = ({ issue, going }: Ids): string[] =>
  [
    ...of('/subscribers', ['', 'q=aiko', 'q=zzz', 'state=left', 'topic=topic-3&state=left']),
    ...of('/deliveries', ['', `issue=${issue}`, `issue=${issue}&state=refused`, `issue=${going}&state=queued`]),
    ...of('/suppressions', ['', 'q=gone5', 'q=zzz']),
    ...of('/events', ['', 'kind=issue.sent']),
    ...of('/issues', ['', 'digest=morning']),
    ...['/briefings', '/briefings?q=harbour', '/topics', '/digests', `/issues/${issue}`],
  ].map((path) => `/api/v1${path}`)

const of = (path: string, queries: string[]): string[] => queries.map((query) => (query === '' ? path : `${path}?${query}`))
