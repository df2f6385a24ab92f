export type MonthName = { month: number; calendar: string }

/**
 * The month that a date names, in whatever language: `Feb.`, `февраля`, `شباط`, `בפברואר`. Names that two languages use for
 * different months (`listopad` is October in Croatia and November in Poland) go by the language of the text, then by English.
 */
export function findMonth(names: string[], language: string): MonthName | undefined {
  for (const table of tablesFor(language)) {
    for (const name of names) {
      const month = table().get(name)
      if (month) return month
    }
  }
  return undefined
}

/**
 * The names that the words of a date may form, longest first: each two that follow one another (`تشرين الأول`), then each alone. A full
 * stop inside belongs to the word (Thai `ก.พ.`).
 */
export function namesIn(text: string): string[] {
  const words = (text.match(/[\p{L}][\p{L}\p{M}.]*/gu) ?? []).map((word) => word.replace(/\.{1,3}$/, '')).filter((word) => word !== '')
  return [...words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`), ...words]
}

type Table = () => Map<string, MonthName>

const LOCALES = (
  'en de fr es pt it nl ar ar-SY ar-DZ ar-MA zh ja ko ru uk be bg sr sr-Latn mk hr bs sl sk cs pl hu ro el tr az kk uz ky mn fa ur he hi bn mr ' +
  'pa gu ta te kn ml or ne si th lo my km vi id ms fil sw da nb nn sv fi is et lv lt sq ca eu gl ga cy mt af hy ka am yo ckb ps de-AT fr-CA'
).split(' ')

const tables = new Map<string, Table>()

function tablesFor(language: string): Table[] {
  const own = Intl.DateTimeFormat.supportedLocalesOf([language])
  const gregorian = [...own, ...LOCALES].map((locale) => tableOf(locale, 'gregory'))
  return [...gregorian, tableOf('fa', 'persian'), tableOf('ar', 'islamic-umalqura')]
}

function tableOf(locale: string, calendar: string): Table {
  const name = `${locale}-u-ca-${calendar}`
  const known = tables.get(name)
  if (known) return known
  let built: Map<string, MonthName> | undefined
  const table = () => (built ??= build(name, calendar))
  tables.set(name, table)
  return table
}

/** What stands in the dates of one month only, in the nominative and in a date (`února` and `únor`), is a name of that month. */
function build(locale: string, calendar: string): Map<string, MonthName> {
  const months = new Map<string, Set<number>>()
  for (const style of STYLES) {
    const format = new Intl.DateTimeFormat(`${locale}-nu-latn`, { ...style, timeZone: 'UTC' })
    for (let month = 1; month <= 12; month++) {
      const day = Temporal.PlainDate.from({ calendar, year: SOME_YEAR[calendar] ?? 2026, month, day: 10 })
      const text = format.format(Date.parse(`${day.withCalendar('iso8601').toString()}T12:00:00Z`))
      for (const name of namesIn(comparable(text))) months.set(name, (months.get(name) ?? new Set()).add(month))
    }
  }
  if (locale.startsWith('en-')) months.set('sept', new Set([9]))
  return new Map([...months].flatMap(([name, [month, more]]) => (month && !more ? [[name, { month, calendar }]] : [])))
}

const SOME_YEAR: Record<string, number> = { gregory: 2026, persian: 1404, 'islamic-umalqura': 1447 }

const STYLES: Intl.DateTimeFormatOptions[] = [
  { day: 'numeric', month: 'long', year: 'numeric' },
  { day: 'numeric', month: 'short', year: 'numeric' },
  { month: 'long' },
  { month: 'short' },
]

/** Compatibility forms and case fall together, so that `ＦＥＢ` is `feb`, and directional marks and joiners go, which Intl prints too. */
export const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
