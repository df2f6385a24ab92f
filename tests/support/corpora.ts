import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const folder = resolve(import.meta.dirname, '../..', process.env.CORPORA_DIR ?? '../shared/corpora')

/** Tests over the corpora of real cases. They are no part of the project: where they are missing, the run says what it leaves out. */
export function describeCorpora(title: string, body: () => void): void {
  if (existsSync(folder)) return void describe(title, body)
  const notice = `Left out: "${title}", because there are no corpora at ${folder}; set CORPORA_DIR to where they are`
  console.warn(notice)
  test(notice, () => expect(existsSync(folder)).toBe(false))
}

/** The bytes of one file of the corpora, read in place. */
export const corpus = (path: string): Buffer => readFileSync(join(folder, path))

/** The rows of a JSON Lines file. */
export const corpusLines = (path: string): unknown[] =>
  corpus(path)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))

/** The names of the files in one folder of the corpora. */
export const corpusFiles = (path: string): string[] => readdirSync(join(folder, path)).sort()
