/** What the newsroom of the pictures writes about. */
export const TOPICS = [
  { slug: 'world', names: { en: 'World', zh: '国际', ar: 'العالم' } },
  { slug: 'science', names: { en: 'Science', zh: '科学', ar: 'العلوم' } },
  { slug: 'economy', names: { en: 'Economy', zh: '经济', ar: 'الاقتصاد' } },
  { slug: 'cities', names: { en: 'Cities', zh: '城市', ar: 'المدن' } },
  { slug: 'culture', names: { en: 'Culture', zh: '文化', ar: 'الثقافة' } },
]

const story = (key: string, topic: string, [title, standfirst]: [string, string]) => ({
  key,
  title,
  standfirst,
  topics: [topic],
  kicker: '',
})

/** Two a day, the newest last. */
export const STORIES = [
  story('harbour', 'science', ['A quieter harbour after the storm', 'The porpoises are back in the outer basin.']),
  story('bread', 'economy', ['Bread is dearer, and the mill says why', 'Two thirds of it is electricity.']),
  story('tram', 'cities', ['The night tram that nobody wanted to lose', 'A line for eleven people now carries four hundred.']),
  story('vaccine', 'science', ['A vaccine that needs no refrigerator', 'Three clinics have kept it on a shelf for a year.']),
  story('water', 'world', ['Second reading ends without a vote', 'The bill on water rights goes back to committee.']),
  story('choir', 'culture', ['A choir rehearses in eleven languages', 'Nobody in it speaks more than three of them.']),
  story('glacier', 'science', ['The glacier that came back, for a summer', 'Two cold years have added ice; it will not last.']),
  story('rent', 'economy', ['Rents fall for the first time in nine years', 'The new tower blocks are half empty.']),
  story('tools', 'culture', ['Libraries lend tools, and the queue is long', 'Drills and ladders go out more often than novels.']),
  story('whale', 'science', ['An old whale below the sand', 'The skeleton is four million years older than the beach.']),
  story('grid', 'economy', [
    'The grid passed its coldest night',
    'Batteries in forty thousand cellars did the work of two power stations.',
  ]),
  story('talks', 'world', ['Talks resume, with one chair empty', 'Both delegations say that they came to listen.']),
]

/** What somebody is writing, with faults that the checks find. */
export const UNFINISHED = {
  kicker: 'Urban nature',
  title: 'Bees on the roof of the parliament',
  standfirst: 'Forty hives, nine gardeners, and a rule about ladders.',
  body: [
    'The first swarm came by itself, on a warm day in April, and the porter let it in.',
    '## What happened',
    'Ahead of the upcoming count on 5 February 2024, the gardeners had asked for ten more hives. They got **forty**, and a ladder.',
    '- The honey is sold in the canteen\n- Nobody was stung in the chamber',
    '## What comes next',
    'The other house wants bees, too. Its roof is flatter, and its porter is afraid of wasps.',
  ].join('\n\n'),
  topics: ['cities', 'science'],
  sourceCount: '3',
  updatedOn: '2026-03-10',
}
