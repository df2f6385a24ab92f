import { IMPORT_FIELDS, SEPARATORS, TABLE_ENCODINGS, type ImportField, type ImportPlan } from '../../../domain/reader-import.ts'
import { keepPlan, planImport, type Planned } from '../../../flow/lists/begin-import.ts'
import { nameIn } from '../../../render/name-in.ts'
import type { Words } from '../../../render/word-folder.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import type { KeptImport } from '../../../store/listings/imports.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'

/** What the form of an import's plan is drawn from: the first rows, with what each column is. */
export async function planView({ store }: Web, { plan }: KeptImport, { rows, words }: { rows: string[][]; words: Words }) {
  const [digests, topics] = [await listDigests(store.db), await listTopics(store.db)]
  const width = Math.min(MOST_COLUMNS, Math.max(1, ...rows.map((row) => row.length)))
  return {
    ...plan,
    isUpdate: plan.known === 'update',
    isText: plan.format === 'text',
    topics: topics.map(({ slug, names }) => ({ slug, name: nameIn(names, words.language).text, isChosen: plan.topics.includes(slug) })),
    digests: digests.map(({ slug, names }) => ({
      slug,
      name: nameIn(names, words.language).text,
      isChosen: slug === plan.digest || digests.length === 1,
    })),
    encodings: TABLE_ENCODINGS.map((encoding) => ({ encoding, label: ENCODING_NAMES[encoding], isChosen: encoding === plan.encoding })),
    separators: SEPARATORS.map((separator, index) => ({
      index,
      label: words.say(`lists.separator-${index}`),
      isChosen: separator === plan.separator,
    })),
    columns: Array.from({ length: width }, (_, index) => ({
      index,
      heading: plan.hasHeading ? (rows[0]?.[index] ?? '') : '',
      fields: IMPORT_FIELDS.map((field) => ({ field, label: words.say(`lists.field-${field}`), isChosen: plan.columns[index] === field })),
    })),
    rows: rows.slice(plan.hasHeading ? 1 : 0).map((row) => Array.from({ length: width }, (_, index) => (row[index] ?? '').slice(0, 60))),
  }
}

const MOST_COLUMNS = 60
const ENCODING_NAMES = {
  ...{ 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16 (big-endian)', gb18030: 'GB 18030' },
  ...{ 'windows-1252': 'Windows-1252', 'windows-1251': 'Windows-1251', 'windows-1256': 'Windows-1256' },
}

/** Takes the form: reads the file anew with another encoding or separator, or lets it be checked. */
export async function takePlan({ store }: Web, { id, plan }: KeptImport, body: unknown): Promise<Planned> {
  const fields = (body ?? {}) as Record<string, unknown>
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name].trim().slice(0, 2000).toWellFormed() : '')
  const many = (name: string): string[] =>
    [fields[name]]
      .flat()
      .filter((one): one is string => typeof one === 'string')
      .slice(0, 1000)
  const way = {
    encoding: TABLE_ENCODINGS.find((one) => one === text('encoding')) ?? plan.encoding,
    separator: SEPARATORS[Number(text('separator') || -1)] ?? plan.separator,
  }
  const wanted: ImportPlan = {
    ...way,
    hasHeading: text('heading') === 'yes',
    columns: Array.from({ length: Math.min(MOST_COLUMNS, Number(text('width')) || 0) }, (_, index) => fieldOf(text(`column-${index}`))),
    ...{ digest: text('digest'), topics: many('topic'), hour: text('hour'), days: text('days'), zone: text('zone') },
    ...{ languages: text('languages'), format: text('format') === 'text' ? 'text' : 'html' },
    ...{ known: text('known') === 'update' ? 'update' : 'leave', consent: text('consent') },
  }
  return text('do') === 'read' ? keepPlan(store, { id, plan: wanted }) : planImport(store, { id, plan: wanted })
}

const fieldOf = (text: string): ImportField | '' => IMPORT_FIELDS.find((field) => field === text) ?? ''
