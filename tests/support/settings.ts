import { readConfig, type Config } from '../../src/config.ts'
import type { SettingValues } from '../../src/domain/settings.ts'
import { readStored } from '../../src/flow/settings/read-stored.ts'
import { sealWith } from '../../src/flow/settings/seal.ts'
import type { Store } from '../../src/store/dialect.ts'
import type { Web } from '../../src/web/web.ts'
import { SECRET } from './world.ts'

type Dns = ReturnType<Web['settings']['dns']>

/** The settings of a site over that database, taken up as soon as they are saved. The DNS says that there is nothing, unless it is told. */
export function settingsOver(
  store: Store,
  { environment = {}, dns = { ...EMPTY } }: { environment?: SettingValues; dns?: Dns } = {},
): Web['settings'] {
  const seal = sealWith(SECRET)
  const judge = (stored: SettingValues): ReturnType<Web['settings']['check']> => {
    const read = readConfig(environment, stored)
    return read.ok ? { mistakes: [], warnings: read.warnings } : { mistakes: read.mistakes, warnings: [] }
  }
  let config = configOf(environment, {})
  const takeUp = async (): Promise<void> => {
    config = configOf(environment, (await readStored(store.db, seal)).values)
  }
  return { environment, seal, check: judge, takeUp, current: () => config, dns: () => dns }
}

function configOf(environment: SettingValues, stored: SettingValues): Config {
  const read = readConfig(environment, stored)
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  return read.config
}

const nothing = (): Promise<never> => Promise.reject(Object.assign(new Error('There is no such name'), { code: 'ENOTFOUND' }))

const EMPTY: Dns = { resolveTxt: nothing, resolveMx: nothing, resolve4: nothing, resolve6: nothing, reverse: nothing }
