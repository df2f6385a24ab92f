import type { Instant } from '../domain/instant.ts'
import type { SignUpLimits } from '../domain/sign-up.ts'
import type { Dns, SetUp } from '../flow/settings/set-up.ts'
import type { SettingsTools } from '../flow/settings/save-settings.ts'
import type { Publication } from '../flow/publication.ts'
import type { Standing } from '../flow/stand-up.ts'
import type { WebhookReaders } from '../flow/take-webhook.ts'
import type { unsubscribe } from '../flow/unsubscribe.ts'
import type { Log } from '../log.ts'
import type { PageKeeper } from './kept-pages.ts'
import type { LookAhead } from './look-ahead.ts'

/** What the doors work with. They hand the store on to verbs and read-only listings. */
export type Web = {
  settings: WebSettings
  store: Parameters<typeof unsubscribe>[0]
  publication: Publication
  clock: () => Instant
  /** The built-in catcher takes all mail, so there is an inbox to look into. */
  catcher: boolean
  pages: PageKeeper
  log?: Pick<Log, 'error'>
  lookAhead: LookAhead
  /** Lets the doctor look at everything, now; what it finds is kept. */
  examine?: () => Promise<void>
  /** By what it is known where the database should lie; without it, it is not asked whether it is a copy. */
  standing?: Pick<Standing, 'dataDir' | 'name'>
  /** The usual ones where nothing is set. */
  signUpLimits?: SignUpLimits
}

/** What may be set at the desk, as it counts now and as it is saved. */
export type WebSettings = SettingsTools & {
  current: () => SetUp
  /** Whom records are asked of. */
  dns: () => Dns
}

/** What it is made of, where it listens, where it reports what went wrong on our side, and whose webhooks it takes. */
export type WebOptions = Omit<Web, 'pages'> & {
  config: { host: string; port: number; trustedProxies?: readonly string[] }
  webhooks?: WebhookReaders
  /** For so many milliseconds a public page may lag behind the database. */
  pagesGoodFor?: number
}
