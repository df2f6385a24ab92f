import type { Instant } from '../../domain/instant.ts'
import type { Dns } from '../../mail/doctor/dns.ts'
import type { MailAccount } from '../../mail/intake/mail-account.ts'
import type { Relay } from '../../mail/relay.ts'
import type { WebhookSettings } from '../../mail/webhooks/webhook-readers.ts'

/** The settings that the doctor looks at. */
export type Setup = {
  databaseUrl: string
  dataDir: string
  templatesDir: string | undefined
  /** Undefined: known by where its database lies. */
  installationName: string | undefined
  /** Undefined: the built-in mail catcher takes everything. */
  relay: Relay | undefined
  heloName: string
  baseUrl: string
  /** Undefined: it stands in a file in the data folder. */
  secret: string | undefined
  sender: { address: string }
  postalAddress: string
  bounceDomain: string
  dkim: KeySetting | undefined
  dkimNext: KeySetting | undefined
  reports: {
    listener: { host: string; port: number } | undefined
    mailbox: MailAccount | undefined
    webhooks: WebhookSettings
  }
}

/** `file`: undefined where the key was made at the desk and lies sealed in the database. */
export type KeySetting = { selector: string; file: string | undefined; pem: string }

/** What the doctor asks, besides the settings. */
export type Instruments = {
  dns: Dns
  clock: () => Instant
  /** Such as `26.12.1`. */
  nodeVersion: string
  /** Asks the DNS even where no mail leaves this machine. */
  insistsOnDns: boolean
}
