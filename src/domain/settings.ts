/** Settings by the names that they have in the environment, as they are written there. */
export type SettingValues = Readonly<Record<string, string | undefined>>

/**
 * What may be set at the desk. All else is the environment's alone: a wrong database, secret or port would shut out whoever could put it
 * right at the desk.
 */
export const DESK_SETTINGS = [
  'SENDER_NAME',
  'SENDER_ADDRESS',
  'REPLY_TO',
  'PUBLICATION_LANGUAGE',
  'POSTAL_ADDRESS',
  'BASE_URL',
  'SMTP_URL',
  'HELO_NAME',
  'BOUNCE_DOMAIN',
  'DKIM_SELECTOR',
  'DKIM_KEY',
  'DKIM_NEXT_SELECTOR',
  'DKIM_NEXT_KEY',
  'CLICKS',
] as const

export type DeskSetting = (typeof DESK_SETTINGS)[number]

export const isDeskSetting = (name: string): name is DeskSetting => (DESK_SETTINGS as readonly string[]).includes(name)

/** Kept sealed, never shown and never written into the log. */
export const isSecretSetting = (name: string): boolean => ['SMTP_URL', 'DKIM_KEY', 'DKIM_NEXT_KEY'].includes(name)

export type SettingOrigin = 'environment' | 'desk' | 'default'

/** Who has the last word on a setting. A key and its selector belong together, so the environment sets all about DKIM or nothing. */
export function originOf(name: string, environment: SettingValues, stored: SettingValues): SettingOrigin {
  const isGiven = isAboutDkim(name)
    ? Object.keys(environment).some((one) => isAboutDkim(one) && isSet(environment[one]))
    : isSet(environment[name])
  return isGiven ? 'environment' : isSet(stored[name]) ? 'desk' : 'default'
}

/** The settings that count: what the environment leaves open is filled with what is stored. An empty value counts as unset. */
export function mergeSettings(environment: SettingValues, stored: SettingValues): Record<string, string> {
  const given = Object.entries(environment)
  const added = Object.entries(stored).filter(([name]) => isDeskSetting(name) && originOf(name, environment, stored) === 'desk')
  return Object.fromEntries([...given, ...added].filter((entry): entry is [string, string] => isSet(entry[1])))
}

const isAboutDkim = (name: string): boolean => name.startsWith('DKIM_')

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''
