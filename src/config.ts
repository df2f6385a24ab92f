import { existsSync } from 'node:fs'
import type { Language } from './domain/briefing.ts'
import { canonicalLanguage } from './domain/language.ts'
import { checkAddress } from './domain/address.ts'
import { USUAL_RATE } from './domain/pace.ts'
import { mergeSettings, type SettingValues } from './domain/settings.ts'
import { parseRelay, type Relay } from './mail/relay.ts'
import { checkTogether } from './settings/check-together.ts'
import { readDkimSettings, type DkimSetting } from './settings/dkim-settings.ts'
import { mainSettings, type MainSettings, type Role } from './settings/main-settings.ts'
import { readReportSettings, reportSettings, type ReportSettings } from './settings/report-settings.ts'

/** Everything that can be set, checked. Nobody else reads the environment. `.env.example` is the manual. */
export type Config = Readonly<{
  /** What the environment sets, as it is written there: it goes before what is set at the desk. */
  environment: SettingValues
  databaseUrl: string
  dataDir: string
  /** Undefined: known by where its database lies. */
  installationName: string | undefined
  /** Undefined: the built-in mail catcher takes everything. */
  /** Templates and words of one's own. Undefined: all of them are ours. */
  templatesDir: string | undefined
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
  /** What they signed still holds; they sign nothing new. */
  previousSecrets: readonly string[]
  sender: { name: string; address: string }
  /** Where answers of readers go. Undefined: to the sender. */
  replyTo: string | undefined
  /** For whom it is not known what they read. */
  language: Language
  postalAddress: string
  bounceDomain: string
  /** Signs every mail. Undefined: mails leave unsigned. */
  dkim: DkimSetting | undefined
  /** Takes over from `dkim` one day; until then `doctor` sees whether it is published. */
  dkimNext: DkimSetting | undefined
  /** The ways in for what mail servers report. */
  reports: ReportSettings
  /** Requests to sign up that are taken within an hour: in all, and from one network. */
  signUps: { inAll: number; perNetwork: number }
  /** Whose word counts on where a request comes from. */
  trustedProxies: readonly string[]
  /** Webhooks may go to addresses inside one's own network, and by http. */
  webhooksPrivate: boolean
  /** Links in mails lead through us and are counted, per link and issue. */
  countsClicks: boolean
  logLevel: string
}>

export type ConfigRead = { ok: true; config: Config; warnings: string[] } | { ok: false; mistakes: string[] }

/** Reads the environment, and `.env` where there is one; what the environment sets wins. */
export function readSettings(): ConfigRead {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readEnvironment(process.env)
}

/** The settings of the environment alone. What must be right before mail leaves is judged with those of the desk (app.ts). */
export const readEnvironment = (environment: SettingValues): ConfigRead => read(environment, { isWhole: false })

/** The mistakes as they are said to people. */
export const mistakesText = (mistakes: string[]): string =>
  [
    'Some settings are not right:',
    ...mistakes.map((mistake) => `  ${mistake}`),
    '.env.example explains every setting; "settings list" shows what is set at the desk.',
  ].join('\n')

const settings = mainSettings.extend(reportSettings.shape)

export const SETTINGS = Object.keys(settings.shape)

/**
 * Checks all settings and reports all mistakes together, each in a sentence that names the setting. An empty value counts as unset.
 * `stored` is what is set at the desk, under the same names.
 */
export const readConfig = (environment: SettingValues, stored: SettingValues = {}): ConfigRead =>
  read(environment, { stored, isWhole: true })

function read(environment: SettingValues, { stored = {}, isWhole }: { stored?: SettingValues; isWhole: boolean }): ConfigRead {
  const ours = Object.fromEntries(SETTINGS.map((name) => [name, environment[name] || undefined]))
  const given = mergeSettings(ours, stored)
  const parsed = settings.safeParse(given)
  if (!parsed.success) return { ok: false, mistakes: parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`) }
  const found = parsed.data
  const keys = readDkimSettings({ ...found, DKIM_KEY: given['DKIM_KEY'], DKIM_NEXT_KEY: given['DKIM_NEXT_KEY'] })
  const relay = found.SMTP_URL === undefined ? undefined : parseRelay(found.SMTP_URL)
  const { musts, warnings } = checkTogether(found, relay)
  const ways = readReportSettings(found)
  const mistakes = [...(keys.ok ? [] : keys.mistakes), ...(ways.ok ? [] : ways.mistakes), ...(isWhole ? musts : [])]
  if (!keys.ok || !ways.ok || mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, config: Object.freeze({ environment: ours, ...configOf(found, relay, { ...keys, ...ways }) }), warnings }
}

function configOf(
  found: MainSettings,
  relay: Relay | undefined,
  { dkim, dkimNext, reports }: Pick<Config, 'dkim' | 'dkimNext' | 'reports'>,
): Omit<Config, 'environment'> {
  const address = addressOf(found.SENDER_ADDRESS)
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return {
    databaseUrl: found.DATABASE_URL,
    dataDir: found.DATA_DIR,
    templatesDir: found.TEMPLATES_DIR,
    installationName: found.INSTALLATION_NAME,
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
    previousSecrets: found.SECRET_PREVIOUS,
    sender: { name: found.SENDER_NAME, address },
    replyTo: addressOf(found.REPLY_TO),
    language: canonicalLanguage(found.PUBLICATION_LANGUAGE) ?? 'en',
    postalAddress: found.POSTAL_ADDRESS,
    bounceDomain: found.BOUNCE_DOMAIN ?? domain,
    dkim,
    dkimNext,
    reports,
    signUps: { inAll: found.SIGN_UPS_PER_HOUR, perNetwork: found.SIGN_UPS_PER_NETWORK },
    trustedProxies: found.TRUSTED_PROXIES,
    webhooksPrivate: found.WEBHOOKS_PRIVATE === 'yes',
    countsClicks: found.CLICKS === 'on',
    logLevel: found.LOG_LEVEL,
  }
}

/** As it is written in mails. */
function addressOf<Text extends string | undefined>(text: Text): Text | string {
  const checked = text === undefined ? undefined : checkAddress(text)
  return checked?.ok ? checked.address : text
}
