import { existsSync } from 'node:fs'
import { z } from 'zod'
import { readDkimSettings, type DkimSetting } from './dkim-settings.ts'
import { checkAddress } from './domain/address.ts'
import { USUAL_RATE } from './domain/pace.ts'
import { parseRelay, type Relay } from './mail/relay.ts'
import { dkimSelector, hostName, oneLine, splitList, wholeNumber } from './setting-kinds.ts'

/** A part that a process can play. */
export const ROLES = ['web', 'planner', 'sender', 'collector'] as const
export type Role = (typeof ROLES)[number]

/** Everything that can be set, checked. Nobody else reads the environment. `.env.example` is the manual. */
export type Config = Readonly<{
  databaseUrl: string
  dataDir: string
  /** Undefined: the built-in mail catcher takes everything. */
  relay: Relay | undefined
  smtpLines: number
  smtpMessagesPerLine: number
  /** Mails a second of all senders together; 0: no limit. */
  smtpRate: number
  /** Mails a second to each receiver to begin with; 0: no limit until it complains. */
  domainRate: number
  heloName: string
  baseUrl: string
  host: string
  port: number
  roles: readonly Role[]
  /** Undefined: generated into the data folder. */
  secret: string | undefined
  sender: { name: string; address: string }
  postalAddress: string
  bounceDomain: string
  /** Signs every mail. Undefined: mails leave unsigned. */
  dkim: DkimSetting | undefined
  /** Takes over from `dkim` one day; until then `doctor` sees whether it is published. */
  dkimNext: DkimSetting | undefined
  logLevel: string
}>

export type ConfigRead = { ok: true; config: Config; warnings: string[] } | { ok: false; mistakes: string[] }

const EXAMPLE_ADDRESS = 'digest@broadsheet.example'
const EXAMPLE_POST = 'Broadsheet, 1 Example Street, 12345 Exampletown'

const settings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'write sqlite:<path of a file> or postgres://user:password@host/database')
    .default('sqlite:./data/broadsheet.db'),
  DATA_DIR: z.string().min(1).default('./data'),
  SMTP_URL: z
    .string()
    .refine((url) => parseRelay(url) !== undefined, 'write smtp://user:password@host:587 or smtps://user:password@host:465')
    .optional(),
  SMTP_CONNECTIONS: wholeNumber(1, 100).default(4),
  SMTP_MESSAGES_PER_CONNECTION: wholeNumber(1, 1000).default(50),
  SMTP_RATE: wholeNumber(0, 100_000).default(0),
  DOMAIN_RATE: wholeNumber(0, 100_000).optional(),
  HELO_NAME: hostName().optional(),
  BASE_URL: z
    .string()
    .refine(isWebAddress, 'write the address at which people reach this server, such as https://news.example.com')
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).default(3000),
  ROLES: z
    .string()
    .transform(splitList)
    .pipe(z.array(z.enum(ROLES, { error: `name one or more of ${ROLES.join(', ')}` })).min(1))
    .default([...ROLES]),
  SECRET: z.string().min(32, 'at least 32 characters; `openssl rand -hex 32` makes one').optional(),
  SENDER_NAME: oneLine().max(60, 'at most 60 characters').default('Broadsheet'),
  SENDER_ADDRESS: z
    .string()
    .refine((address) => checkAddress(address).ok, 'write an address such as news@example.com')
    .default(EXAMPLE_ADDRESS),
  POSTAL_ADDRESS: oneLine().default(EXAMPLE_POST),
  BOUNCE_DOMAIN: hostName().optional(),
  DKIM_SELECTOR: dkimSelector().optional(),
  DKIM_KEY_FILE: z.string().min(1).optional(),
  DKIM_NEXT_SELECTOR: dkimSelector().optional(),
  DKIM_NEXT_KEY_FILE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** Reads the environment, and `.env` where there is one; what the environment sets wins. */
export function readSettings(): ConfigRead {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readConfig(process.env)
}

/** The mistakes as they are said to people. */
export const mistakesText = (mistakes: string[]): string =>
  ['Some settings are not right:', ...mistakes.map((mistake) => `  ${mistake}`), '.env.example explains every setting.'].join('\n')

export const SETTINGS = Object.keys(settings.shape)

/** Checks all settings and reports all mistakes together, each in a sentence that names the setting. An empty value counts as unset. */
export function readConfig(environment: Record<string, string | undefined>): ConfigRead {
  const given = Object.fromEntries(SETTINGS.map((name) => [name, environment[name] || undefined]))
  const parsed = settings.safeParse(given)
  if (!parsed.success) return { ok: false, mistakes: parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`) }
  const found = parsed.data
  const keys = readDkimSettings(found)
  const relay = found.SMTP_URL === undefined ? undefined : parseRelay(found.SMTP_URL)
  const { musts, warnings } = checkTogether(found, relay)
  const mistakes = [...(keys.ok ? [] : keys.mistakes), ...musts]
  if (!keys.ok || mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, config: Object.freeze(configOf(found, relay, keys)), warnings }
}

type Settings = z.infer<typeof settings>

function configOf(found: Settings, relay: Relay | undefined, { dkim, dkimNext }: Pick<Config, 'dkim' | 'dkimNext'>): Config {
  const checked = checkAddress(found.SENDER_ADDRESS)
  const address = checked.ok ? checked.address : found.SENDER_ADDRESS
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return {
    databaseUrl: found.DATABASE_URL,
    dataDir: found.DATA_DIR,
    relay,
    smtpLines: found.SMTP_CONNECTIONS,
    smtpMessagesPerLine: found.SMTP_MESSAGES_PER_CONNECTION,
    smtpRate: found.SMTP_RATE,
    // A mail server on this machine keeps a queue and a pace of its own, and the catcher needs none.
    domainRate: found.DOMAIN_RATE ?? (relay && !relay.isLocal ? USUAL_RATE : 0),
    heloName: found.HELO_NAME ?? domain,
    baseUrl: (found.BASE_URL ?? `http://localhost:${found.PORT}`).replace(/\/+$/, ''),
    host: found.HOST,
    port: found.PORT,
    roles: found.ROLES,
    secret: found.SECRET,
    sender: { name: found.SENDER_NAME, address },
    postalAddress: found.POSTAL_ADDRESS,
    bounceDomain: found.BOUNCE_DOMAIN ?? domain,
    dkim,
    dkimNext,
    logLevel: found.LOG_LEVEL,
  }
}

/** What only shows when settings are seen together. Mail that leaves this machine must be right; towards a server on it we only warn. */
function checkTogether(found: Settings, relay: Relay | undefined): { musts: string[]; warnings: string[] } {
  const notes: string[] = []
  if (relay) {
    if (found.SENDER_ADDRESS === EXAMPLE_ADDRESS)
      notes.push('SENDER_ADDRESS: set the address that your digests come from, one that takes replies')
    if (found.POSTAL_ADDRESS === EXAMPLE_POST) notes.push('POSTAL_ADDRESS: set your postal address, which the law wants below every mail')
    if (!isPublic(found.BASE_URL))
      notes.push('BASE_URL: set the public https address of this server; one-click unsubscribing and every link depend on it')
  }
  const isRemote = relay !== undefined && !relay.isLocal
  const secret =
    found.DATABASE_URL.startsWith('postgres') && found.SECRET === undefined
      ? ['SECRET: processes on other machines need the same one; set it where there are several']
      : []
  return isRemote ? { musts: notes, warnings: secret } : { musts: [], warnings: [...notes, ...secret] }
}

function isPublic(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined) return false
  const { protocol, hostname } = new URL(baseUrl)
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname)
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && search === '' && hash === ''
}
