import { describe, expect, test } from 'vitest'
import { containing } from './containing.ts'
import { printPlain } from './print-plain.ts'
import { problemsOf, readGood } from './read-text.ts'

const chinese = `科技与产业
\u3000
国产芯片企业加快扩产步伐

国产芯片企业加快扩产步伐

半导体

国产芯片扩产提速：机遇与隐忧并存

\u3000\u3000多家国产芯片企业近日宣布扩大产能，引发市场关注。分析人士认为，这一轮扩产将改变全球供应格局，但设备与人才仍是瓶颈。


一、扩产计划陆续落地

\u3000\u3000伟在上海参观了新建的工厂，他介绍，新产线包括：

  • 12英寸晶圆线，月产能四万片
  •先进封装线，明年投产
  · 一座研发中心

这些项目总投资超过三百亿元。


二、风险仍需警惕


短期内，企业面临以下挑战：

  ● 设备交付周期长
  ● 高端人才不足

来源（５）
更新于：2026年2月13日
`

const arabic = `شؤون الشرق الأوسط

محادثات المياه بين دول حوض النيل

محادثات المياه بين دول حوض النيل

مياه النيل

اتفاق مبدئي على تقاسم مياه النيل: خطوة أولى نحو الاستقرار؟

أعلنت دول حوض النيل أمس في القاهرة التوصل إلى اتفاق مبدئي بشأن تقاسم المياه، بعد سنوات من المفاوضات المتعثرة. ويرى الخبراء أن الاتفاق هش لكنه ضروري.


بنود الاتفاق

تقول ليلى من القاهرة إن الاتفاق يشمل ما يلي:

  • تبادل البيانات اليومية
  • لجنة مشتركة لإدارة السدود
  • صندوق لدعم المزارعين

ومن المتوقع توقيعه في الربيع.

المصادر (٤)
آخر تحديث: ١٣ فبراير ٢٠٢٦`

const german = `Energiepolitik\r
\r
Streit über den Netzausbau\r
\r
Streit über den Netzausbau\r
\r
Stromnetze\r
\r
Wer bezahlt die neuen Leitungen?\r
\r
Bund und Länder haben sich auf einen Kompromiß zum Ausbau der Stromnetze geeinigt. Verbraucher sollen entlastet werden, doch die Finanzierung bleibt offen.   \r
\r
\r
\r
Der Kompromiß im Einzelnen\r
\r
Die wichtigsten Punkte:\r
\r
  - Die Kosten werden auf zwanzig Jahre gestreckt\r
  - Bayern bekommt eine zweite Trasse,\r
    die unter der Erde verläuft\r
\r
Im März entscheidet der Bundestag.   \r
\r
\r
Ausblick\r
\r
Bis dahin ist mit Klagen zu rechnen.\r
\r
Quellen (2)\r
Aktualisiert am 13. Feb. 2026\r
`

const japanese = `国際経済

日銀、利上げを見送り

日銀、利上げを見送り

金融政策

日銀が利上げを見送り――円相場への影響は

日本銀行は金融政策決定会合で利上げを見送った。市場では円安が進むとの見方が広がっている。愛子さんは東京で輸入業を営み、先行きを案じている。


決定の背景

日銀は次の点を理由に挙げた：

・賃金の伸びが鈍い
・世界経済の不透明感


市場の反応

円は一時1ドル＝158円台まで下落した。


家計への影響

輸入品の値上がりが続く見通しだ。


今後の見通し

次回の会合は三月に開かれる。

情報源（12）
最終更新：2026年2月13日（金）`

describe('other files of the same layout', () => {
  test('a Chinese one, with full-width punctuation, indented paragraphs and other bullets', () => {
    expect(readGood(chinese)).toMatchObject({
      topics: ['科技与产业'],
      headline: '国产芯片企业加快扩产步伐',
      kicker: '半导体',
      title: '国产芯片扩产提速：机遇与隐忧并存',
      standfirst: '多家国产芯片企业近日宣布扩大产能，引发市场关注。分析人士认为，这一轮扩产将改变全球供应格局，但设备与人才仍是瓶颈。',
      language: 'zh',
      sourceCount: 5,
      updatedOn: '2026-02-13',
      sections: [
        {
          heading: '一、扩产计划陆续落地',
          paragraphs: ['伟在上海参观了新建的工厂，他介绍，新产线包括：', '这些项目总投资超过三百亿元。'],
          bullets: ['12英寸晶圆线，月产能四万片', '先进封装线，明年投产', '一座研发中心'],
        },
        { heading: '二、风险仍需警惕', paragraphs: ['短期内，企业面临以下挑战：'], bullets: ['设备交付周期长', '高端人才不足'] },
      ],
    })
  })

  test('an Arabic one, with Arabic digits and a question for a title', () => {
    expect(readGood(arabic)).toMatchObject({
      topics: ['شؤون الشرق الأوسط'],
      kicker: 'مياه النيل',
      title: 'اتفاق مبدئي على تقاسم مياه النيل: خطوة أولى نحو الاستقرار؟',
      language: 'ar',
      sourceCount: 4,
      updatedOn: '2026-02-13',
      sections: [{ heading: 'بنود الاتفاق', bullets: ['تبادل البيانات اليومية', 'لجنة مشتركة لإدارة السدود', 'صندوق لدعم المزارعين'] }],
    })
  })

  test('a German one, with CRLF, trailing blanks, hyphens for bullets and an item of two lines', () => {
    expect(readGood(german)).toMatchObject({
      title: 'Wer bezahlt die neuen Leitungen?',
      language: 'de',
      sourceCount: 2,
      updatedOn: '2026-02-13',
      sections: [
        {
          heading: 'Der Kompromiß im Einzelnen',
          paragraphs: ['Die wichtigsten Punkte:', 'Im März entscheidet der Bundestag.'],
          bullets: ['Die Kosten werden auf zwanzig Jahre gestreckt', 'Bayern bekommt eine zweite Trasse, die unter der Erde verläuft'],
        },
        { heading: 'Ausblick', paragraphs: ['Bis dahin ist mit Klagen zu rechnen.'], bullets: [] },
      ],
    })
  })

  test('a Japanese one, with a weekday behind the date', () => {
    const briefing = readGood(japanese)
    expect(briefing).toMatchObject({ language: 'ja', sourceCount: 12, updatedOn: '2026-02-13' })
    expect(briefing.sections.map(({ heading }) => heading)).toEqual(['決定の背景', '市場の反応', '家計への影響', '今後の見通し'])
    expect(briefing.sections[0]?.bullets).toEqual(['賃金の伸びが鈍い', '世界経済の不透明感'])
  })

  test('one that is called .md by mistake', () => {
    expect(readGood(german, 'sample.md')).toEqual(readGood(german))
  })

  test('lone CR line ends are lines too', () => {
    expect(readGood(german.replaceAll('\r\n', '\r'))).toEqual(readGood(german))
  })

  test('one indented by tabs, with a byte order mark', () => {
    expect(readGood(`\uFEFF${german.replaceAll('  - ', '\t•\t').replace('    die', '\t\tdie')}`)).toMatchObject({
      sections: [
        { bullets: ['Die Kosten werden auf zwanzig Jahre gestreckt', 'Bayern bekommt eine zweite Trasse, die unter der Erde verläuft'] },
        {},
      ],
    })
  })
})

const parts = {
  topic: 'Science',
  headline: 'A comet returns after eighty years',
  kicker: 'Astronomy',
  title: 'The comet that Rosa saw over São Paulo is back in the evening sky',
  standfirst:
    'Rosa in São Paulo was the first to see it on Tuesday night. Astronomers expect the comet to stay visible until the end of the month.',
  sections: [
    {
      heading: 'Where to look',
      paragraphs: ['Face west after sunset. It will be bright, they say:'],
      bullets: ['Low above the horizon', 'Left of Venus'],
    },
    { heading: 'What comes next', paragraphs: ['It fades in March.'], bullets: [] },
  ],
  closing: ['Sources (3)', 'Updated Feb 13, 2026'],
}
const good = printPlain(parts)

describe('what the layout leaves open', () => {
  test('a missing kicker is told by the standfirst that follows', () => {
    expect(readGood(printPlain({ ...parts, kicker: '' }))).toMatchObject({ kicker: '', title: parts.title, standfirst: parts.standfirst })
  })

  test('a headline that stands only once is still the headline', () => {
    const text = good.replace(`${parts.headline}\n\n${parts.headline}`, parts.headline)
    expect(readGood(text)).toMatchObject({
      headline: parts.headline,
      kicker: 'Astronomy',
      title: parts.title,
      standfirst: parts.standfirst,
    })
  })

  test('a second headline with other capitals or other words is not taken for a kicker', () => {
    for (const second of [parts.headline.toUpperCase(), 'A comet is back after eighty years'])
      expect(readGood(good.replace(`\n\n${parts.headline}\n\n${parts.kicker}`, `\n\n${second}\n\n${parts.kicker}`))).toMatchObject({
        headline: parts.headline,
        kicker: 'Astronomy',
        title: parts.title,
        standfirst: parts.standfirst,
      })
  })

  test('further paragraphs above the first heading stand in a section without one', () => {
    const briefing = readGood(good.replace(parts.standfirst, `${parts.standfirst}\n\nIt was last seen in 1946.`))
    expect(briefing.standfirst).toBe(parts.standfirst)
    expect(briefing.sections.map(({ heading, paragraphs }) => [heading, ...paragraphs])).toEqual([
      ['', 'It was last seen in 1946.'],
      ['Where to look', 'Face west after sunset. It will be bright, they say:'],
      ['What comes next', 'It fades in March.'],
    ])
    expect(briefing.body).toMatch(/^It was last seen in 1946\.\n\n## Where to look/)
  })

  test('a title that ends in a full stop is a title', () => {
    const title = 'A long goodbye: how the comet changed astronomy in Brazil, Europe and the U.S.'
    expect(readGood(good.replace(parts.title, title))).toMatchObject({ kicker: 'Astronomy', title, standfirst: parts.standfirst })
    expect(readGood(printPlain({ ...parts, kicker: '', title }))).toMatchObject({ kicker: '', title, standfirst: parts.standfirst })
  })

  test('a heading that ends in a colon, question mark or full stop is a heading', () => {
    for (const heading of [
      'Key takeaways:',
      'Why does it matter?',
      'Rivalry between Russia, China, the European Union and the U.S.',
      '1. Background',
      'Risks (3)',
    ])
      expect(readGood(good.replace('What comes next', heading)).sections[1]?.heading).toBe(heading)
  })

  test('more than two empty lines, and lines drawn with dashes, set headings apart as well', () => {
    expect(readGood(good.replaceAll('\n\n\n', '\n\n\n\n\n\n'))).toEqual(readGood(good))
    expect(readGood(good.replaceAll('\n\n\n', '\n\n-----\n\n'))).toEqual(readGood(good))
  })

  test('lines broken at 72 columns are one paragraph, without blanks between Chinese characters', () => {
    const broken = good.replace('Astronomers expect the comet', 'Astronomers expect\nthe comet')
    expect(readGood(broken).standfirst).toBe(parts.standfirst)
    expect(readGood(chinese.replace('引发市场关注', '引发\n市场关注')).standfirst).toBe(readGood(chinese).standfirst)
  })

  test('items, their announcement and what follows need no empty lines between them', () => {
    const text = good.replace(
      'they say:\n\n  • Low above the horizon\n  • Left of Venus',
      'they say:\n  • Low above the horizon\n  • Left of Venus\nBring a chair.',
    )
    expect(readGood(text).sections[0]).toEqual({
      heading: 'Where to look',
      paragraphs: ['Face west after sunset. It will be bright, they say:', 'Bring a chair.'],
      bullets: ['Low above the horizon', 'Left of Venus'],
    })
  })

  test('items with an empty line between them are one list', () => {
    const briefing = readGood(good.replace('horizon\n  • Left', 'horizon\n\n  • Left'))
    expect(briefing.body).toContain('- Low above the horizon\n- Left of Venus')
  })

  test('a numbered list after a colon is a list, a year at the start of a sentence is not', () => {
    const text = good.replace(
      '  • Low above the horizon\n  • Left of Venus',
      '1. Low above the horizon\n2) Left of Venus\n\n1946. That was the last time.',
    )
    const briefing = readGood(text)
    expect(briefing.sections[0]).toMatchObject({ bullets: ['Low above the horizon', 'Left of Venus'] })
    expect(briefing.sections[0]?.paragraphs.at(-1)).toBe('1946. That was the last time.')
    expect(briefing.body).toContain('1. Low above the horizon\n2. Left of Venus\n\n1946\\. That was')
  })

  test('invisible characters are taken out, those that spell are kept', () => {
    const text = good
      .replace('Astronomy', 'Astro\u00ADno\u200Bmy\uFEFF')
      .replace('Left of Venus', 'می\u200Cخواهم 👩\u200D👩\u200D👧 Ve\u{E0041}nus')
    expect(readGood(text)).toMatchObject({
      kicker: 'Astronomy',
      sections: [{ bullets: ['Low above the horizon', 'می\u200Cخواهم 👩\u200D👩\u200D👧 Venus'] }, {}],
    })
  })
})

describe('what is wrong with a plain file is named with its line', () => {
  test('no topic above the headline', () => {
    expect(problemsOf(good.slice(good.indexOf('\n\n') + 2))).toEqual([
      { line: 1, message: 'Expected the name of the topic on the first line, above the headline. Found the headline twice.' },
    ])
  })

  test('no title between kicker and standfirst', () => {
    const text = good
      .replace(`${parts.kicker}\n\n${parts.title}\n\n`, '')
      .replace(parts.standfirst, `${parts.standfirst} ${'It is bright. '.repeat(10)}`)
    expect(problemsOf(text)).toEqual([{ line: 7, message: containing('Expected the title between the kicker and the standfirst') }])
  })

  test('a single line', () => {
    expect(
      problemsOf('Hello, this is not a briefing of any kind, but a letter to a friend').map(({ line, message }) => [
        line,
        message.slice(0, 21),
      ]),
    ).toEqual([
      [1, 'Expected the headline'],
      [1, 'Expected sections: a '],
      [1, 'Expected the number o'],
    ])
  })

  test('no sections', () => {
    const text = good.replaceAll('\n\n\n', '\n\n')
    expect(problemsOf(text)).toEqual([{ line: 13, message: containing('a heading stands on a line of its own after two empty lines') }])
  })

  test('no number of sources', () => {
    expect(problemsOf(good.replace('Sources (3)\n', ''))).toEqual([{ line: 26, message: containing('such as "Sources (3)"') }])
  })

  test('a date that does not exist', () => {
    expect(problemsOf(good.replace('Feb 13', 'Feb 30'))).toEqual([
      {
        line: 27,
        message:
          'The date in "Updated Feb 30, 2026" does not exist. Expected a day of the calendar, such as "Feb 13, 2026" or "2026-02-13".',
      },
    ])
  })

  test('a last line that is no date', () => {
    expect(problemsOf(good.replace('Feb 13, 2026', 'yesterday'))).toEqual([
      { line: 27, message: containing('There is no date in "Updated yesterday"') },
    ])
  })

  test('what is longer than its place allows', () => {
    const long = 'Comets '.repeat(45)
    expect(problemsOf(good.replace(parts.title, `${long}return`).replace('Science', long))).toEqual([
      { line: 1, message: containing('The topic has 314 characters. Expected at most 200') },
      { line: 9, message: containing('The title has 321 characters. Expected at most 300') },
    ])
  })

  test('every fault of a file at once', () => {
    expect(problemsOf(good.replace('Feb 13', 'Feb 30').replace('Science', 'Comets '.repeat(45))).map(({ line }) => line)).toEqual([1, 27])
  })
})
