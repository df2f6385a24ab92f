import { isSaying, saying, type Saying } from '../../domain/saying.ts'
import { checkDmarc } from '../../mail/doctor/check-dmarc.ts'
import { checkHelo } from '../../mail/doctor/check-helo.ts'
import { checkMailDomain } from '../../mail/doctor/check-mail-domain.ts'
import { checkMailServer } from '../../mail/doctor/check-mail-server.ts'
import { checkSpf } from '../../mail/doctor/check-spf.ts'
import { checkListener, checkReportMailbox, checkWaysIn } from '../../mail/doctor/check-ways-in.ts'
import type { Dns } from '../../mail/doctor/dns.ts'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { Relay } from '../../mail/relay.ts'
import { webhookReaders } from '../../mail/webhooks/webhook-readers.ts'
import { databaseFile, readDatabaseState } from '../../store/database-state.ts'
import { checkBaseUrl } from './check-base-url.ts'
import { checkClock } from './check-clock.ts'
import { checkDatabase, checkSchema, checkWriting } from './check-database.ts'
import { checkDisk } from './check-disk.ts'
import { checkDkim, checkNextDkim } from './check-dkim.ts'
import { checkInstallation } from './check-installation.ts'
import { checkNode } from './check-node.ts'
import { attentionOf, checkHeld, checkReputation } from './check-reputation.ts'
import { checkSecret } from './check-secrets.ts'
import { checkTemplates } from './check-templates.ts'
import { checkZones } from './check-zones.ts'
import type { Instruments, Setup } from './setup.ts'

/** What was found about one thing. The same things come in the same order every time. */
export type Diagnosis = { id: string } & Verdict

/** Looks at everything that must be right before mail arrives, and changes nothing. `warnings` are what the settings say of themselves. */
export async function examine(setup: Setup, warnings: string[], instruments: Instruments): Promise<Diagnosis[]> {
  const checks = { ...checksHere(setup, warnings, instruments), ...checksOutside(setup, instruments) }
  return Promise.all(Object.entries(checks).map(async ([id, check]) => ({ id, ...(await attempt(check)) })))
}

type Checks = Record<string, () => Verdict | Promise<Verdict>>

// One check that breaks must not keep the others from being seen.
async function attempt(check: () => Verdict | Promise<Verdict>): Promise<Verdict> {
  try {
    return await check()
  } catch (error) {
    return fault(saying('doctor.check-failed', { why: String(error) }), saying('doctor.please-report'))
  }
}

/** On this machine, and in the database. */
function checksHere(setup: Setup, warnings: string[], { clock, nodeVersion }: Instruments): Checks {
  const database = readDatabaseState(setup.databaseUrl)
  const attention = database.then((state) => attentionOf(state, setup.databaseUrl, clock()))
  const warned = (setting: string): string | undefined => warnings.find((text) => text.startsWith(`${setting}: `))
  const others = warnings.filter((text) => !OWN_CHECK.test(text))
  return {
    settings: () =>
      others.length === 0 ? ok(saying('doctor.settings-fine')) : warning(saying('doctor.as-said', { text: others.join(' ') }), SEE_MANUAL),
    node: () => checkNode(nodeVersion),
    database: async () => checkDatabase(await database),
    schema: async () => checkSchema(await database),
    writing: async () => checkWriting(await database),
    disk: () => checkDisk(databaseFile(setup.databaseUrl)),
    templates: () => checkTemplates(setup.templatesDir),
    clock: async () => checkClock(await database, clock()),
    zones: async () => checkZones(await database, setup.databaseUrl),
    installation: async () => checkInstallation(await database, setup),
    held: async () => checkHeld(await attention),
    reputation: async () => checkReputation(await attention),
    secret: () => noted(warned('SECRET')) ?? checkSecret(setup),
    sender: () => noted(warned('SENDER_ADDRESS')) ?? ok(saying('doctor.sender-is', { address: setup.sender.address })),
    'postal-address': () => noted(warned('POSTAL_ADDRESS')) ?? ok(saying('doctor.postal-address-is', { address: setup.postalAddress })),
  }
}

const OWN_CHECK = /^(SECRET|SENDER_ADDRESS|POSTAL_ADDRESS|BASE_URL): /
const SEE_MANUAL = saying('doctor.see-manual')

const noted = (note: string | undefined): Verdict | undefined =>
  note === undefined ? undefined : warning(saying('doctor.as-said', { text: note }), SEE_MANUAL)

/** In the DNS, and at the mail server. */
function checksOutside(setup: Setup, { dns: resolver, insistsOnDns }: Instruments): Checks {
  const { relay, heloName, bounceDomain, baseUrl } = setup
  const domain = setup.sender.address.slice(setup.sender.address.lastIndexOf('@') + 1)
  const dns = insistsOnDns ? resolver : (reasonNotToAsk(relay) ?? resolver)
  const inDns = (check: (dns: Dns) => Promise<Verdict>) => () => (isSaying(dns) ? notChecked(dns) : check(dns))
  return {
    'base-url': () => checkBaseUrl({ baseUrl, relay, dns }),
    'mail-server': () => (relay ? checkMailServer(relay, heloName) : notChecked(NO_SERVER)),
    dkim: () => checkDkim({ domain, key: setup.dkim, dns }),
    'dkim-next': () => checkNextDkim({ domain, key: setup.dkimNext, dns }),
    'sender-domain': inDns((dns) => checkMailDomain(domain, dns)),
    'bounce-domain': bounceDomain === domain ? () => ok(saying('doctor.same-domain')) : inDns((dns) => checkMailDomain(bounceDomain, dns)),
    spf: inDns((dns) => checkSpf({ domain: bounceDomain, mailServer: relay?.host ?? heloName }, dns)),
    dmarc: inDns((dns) => checkDmarc({ sender: domain, bounce: bounceDomain }, dns)),
    helo: inDns((dns) => checkHelo(heloName, dns)),
    reports: () => checkWaysIn(relay !== undefined, waysIn(setup)),
    'report-listener': () => checkListener(setup.reports.listener),
    'report-mailbox': () => checkReportMailbox(setup.reports.mailbox),
  }
}

const waysIn = ({ reports: { listener, mailbox, webhooks } }: Setup): string[] => [
  ...(listener ? ['SMTP'] : []),
  ...(mailbox ? ['IMAP'] : []),
  ...[...webhookReaders(webhooks).keys()].map((name) => `/reports/${name}`),
]

const NO_SERVER = saying('doctor.no-mail-server')

function reasonNotToAsk(relay: Relay | undefined): Saying | undefined {
  if (!relay) return saying('doctor.dns-not-asked')
  return relay.isLocal ? saying('doctor.dns-not-asked-local', { host: relay.host }) : undefined
}
