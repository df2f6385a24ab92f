import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { databaseOf, findPostgres, startPostgres } from './postgres.ts'
import { openWorld } from './world.ts'

/**
 * What the tests find ready: an empty folder for this run, the address of PostgreSQL where there is one, and of each kind a database that
 * is migrated. To copy it takes a fraction of the time of migrating another.
 */
export type Prepared = { folder: string; postgresUrl: string | null; migratedFile: string; migratedDatabase: string }

declare module 'vitest' {
  interface ProvidedContext {
    prepared?: Prepared
  }
}

/** Vitest calls this once per project, before its first test; all projects of a run share one PostgreSQL. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { prepared, undo } = await (preparation ??= prepare())
  project.provide('prepared', prepared)
  return undo
}

let preparation: ReturnType<typeof prepare> | undefined

async function prepare(): Promise<{ prepared: Prepared; undo: () => Promise<void> }> {
  const postgres = findPostgres() === undefined ? undefined : await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-tests-'))
  const temporary = process.env['TMPDIR']
  // Whatever a test leaves behind in the temporary folder goes with the run.
  process.env['TMPDIR'] = folder
  const undo = async (): Promise<void> => {
    preparation = undefined
    if (temporary === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = temporary
    await postgres?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
  const migratedFile = join(folder, 'migrated.db')
  await migrated(`sqlite:${migratedFile}`)
  const url = postgres && (await migrated(await postgres.createDatabase()))
  return { prepared: { folder, postgresUrl: postgres?.url ?? null, migratedFile, migratedDatabase: url ? databaseOf(url) : '' }, undo }
}

async function migrated(url: string): Promise<string> {
  await (await openWorld(url)).close()
  return url
}
