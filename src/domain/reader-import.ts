/** What a column of an imported table can be. */
export const IMPORT_FIELDS = [
  'address',
  'name',
  'digest',
  'topics',
  'hour',
  'days',
  'zone',
  'languages',
  'format',
  'state',
  'consented',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

export const TABLE_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1251', 'windows-1256', 'gb18030'] as const
export type TableEncoding = (typeof TABLE_ENCODINGS)[number]

export const SEPARATORS = [',', ';', '\t'] as const
export type Separator = (typeof SEPARATORS)[number]

/** How a table is read, and what holds where a row says nothing. */
export type ImportPlan = {
  encoding: TableEncoding
  separator: Separator
  /** Its first line names the columns. */
  hasHeading: boolean
  /** What each column is; empty: nothing that is wanted. */
  columns: (ImportField | '')[]
  digest: string
  /** By slug; none: all that the digest offers. */
  topics: string[]
  hour: string
  days: string
  zone: string
  languages: string
  format: string
  /** What becomes of readers who have the digest already: they stay as they are, or get what the row says. */
  known: 'leave' | 'update'
  /** Where and how these people agreed. Nobody is imported without. */
  consent: string
}

export const USUAL_PLAN: ImportPlan = {
  ...{ encoding: 'utf-8', separator: ',', hasHeading: true, columns: [], digest: '', topics: [] },
  ...{ hour: '07:00', days: 'daily', zone: 'UTC', languages: 'en', format: 'html', known: 'leave', consent: '' },
}

/** Why a row is not taken. */
export const REFUSALS = [
  ...(['address', 'own-address', 'repeated', 'suppressed', 'left', 'digest', 'topics'] as const),
  ...(['hour', 'days', 'zone', 'languages', 'format', 'name'] as const),
] as const
export type Refusal = (typeof REFUSALS)[number]

/** What a row comes to: a new reader, a known one with a new digest, a change, nothing, or a refusal. */
export type Verdict = 'added' | 'joined' | 'updated' | 'unchanged' | Refusal
export const VERDICTS = ['added', 'joined', 'updated', 'unchanged', ...REFUSALS] as const satisfies readonly Verdict[]

export type Tallies = Partial<Record<Verdict, number>>

export const isRefusal = (verdict: string): verdict is Refusal => (REFUSALS as readonly string[]).includes(verdict)

export function addTallies(to: Tallies, verdicts: readonly Verdict[]): Tallies {
  const sum = { ...to }
  for (const verdict of verdicts) sum[verdict] = (sum[verdict] ?? 0) + 1
  return sum
}

/** How many rows the import would take or has taken, and how many not. */
export function sumsOf(tallies: Tallies): { taken: number; refused: number; rows: number } {
  const count = (of: readonly Verdict[]): number => of.reduce((sum, verdict) => sum + (tallies[verdict] ?? 0), 0)
  const [taken, refused] = [count(['added', 'joined', 'updated']), count(REFUSALS)]
  return { taken, refused, rows: taken + refused + count(['unchanged']) }
}

/**
 * What the columns of a table are, by its headings in the languages of most tables. Without a heading that names the address, the column
 * whose first cell holds an `@` is it, and the first line is a row as the others.
 */
export function recognise(first: readonly string[]): Pick<ImportPlan, 'columns' | 'hasHeading'> {
  const taken = new Set<ImportField>()
  const columns = first.map((cell) => {
    const field = IMPORT_FIELDS.find((one) => HEADINGS[one].includes(plainHeading(cell)) && !taken.has(one))
    if (field) taken.add(field)
    return field ?? ''
  })
  if (taken.has('address')) return { columns, hasHeading: true }
  const at = first.findIndex((cell) => cell.includes('@'))
  return { columns: first.map((_, index) => (index === at ? 'address' : '')), hasHeading: at < 0 }
}

const plainHeading = (cell: string): string => cell.toLowerCase().replaceAll(/[\s_\-.:]+/g, '')

const HEADINGS: Record<ImportField, string[]> = {
  address:
    'address email emailaddress mail mailaddress email1 correo correoelectrónico courriel adresse adressemail emailadresse 邮箱 邮件 电子邮件 电子邮箱 邮箱地址 邮件地址 البريد البريدالإلكتروني почта эл почта электроннаяпочта адрес'.split(
      ' ',
    ),
  name: 'name fullname displayname nombre nom vorname имя 姓名 名字 名称 الاسم'.split(' '),
  digest: 'digest newsletter list publication 简报 النشرة'.split(' '),
  topics: 'topics topic interests tags groups temas thèmes themen темы 主题 话题 المواضيع'.split(' '),
  hour: 'hour time sendtime at 时间 الساعة'.split(' '),
  days: 'days weekdays 星期 الأيام'.split(' '),
  zone: 'zone timezone tz 时区 المنطقةالزمنية'.split(' '),
  languages: 'languages language lang locale idioma langue sprache язык 语言 اللغة'.split(' '),
  format: 'format 格式'.split(' '),
  state: 'state status 状态 الحالة'.split(' '),
  consented: 'consented consentedat consentdate optin optindate optintime confirmedat confirmtime subscribedat 同意时间 订阅时间'.split(
    ' ',
  ),
}
