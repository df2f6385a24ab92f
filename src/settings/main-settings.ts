import { z } from 'zod'
import { checkAddress } from '../domain/address.ts'
import { canonicalLanguage } from '../domain/language.ts'
import { parseRelay } from '../mail/relay.ts'
import { dkimSelector, hostName, networkName, oneLine, splitList, wholeNumber } from './setting-kinds.ts'

/** A part that a process can play. */
export const ROLES = ['web', 'planner', 'sender', 'collector'] as const
export type Role = (typeof ROLES)[number]

export type MainSettings = z.infer<typeof mainSettings>

export const EXAMPLE_ADDRESS = 'digest@broadsheet.example'
export const EXAMPLE_POST = 'Broadsheet, 1 Example Street, 12345 Exampletown'

export const mainSettings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'write sqlite:<path of a file> or postgres://user:password@host/database')
    .default('sqlite:./data/broadsheet.db'),
  INSTALLATION_NAME: oneLine().max(60, 'at most 60 characters').optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  TEMPLATES_DIR: z.string().min(1).optional(),
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
  SECRET_PREVIOUS: z
    .string()
    .transform(splitList)
    .pipe(z.array(z.string().min(32, 'former secrets of at least 32 characters each, with commas between them')))
    .default([]),
  SENDER_NAME: oneLine().max(60, 'at most 60 characters').default('Broadsheet'),
  SENDER_ADDRESS: z
    .string()
    .refine((address) => checkAddress(address).ok, 'write an address such as news@example.com')
    .default(EXAMPLE_ADDRESS),
  REPLY_TO: z
    .string()
    .refine((address) => checkAddress(address).ok, 'write an address such as editors@example.com')
    .optional(),
  PUBLICATION_LANGUAGE: z
    .string()
    .refine((tag) => canonicalLanguage(tag) !== undefined, 'write the code of a language such as en, zh or ar')
    .default('en'),
  POSTAL_ADDRESS: oneLine().default(EXAMPLE_POST),
  BOUNCE_DOMAIN: hostName().optional(),
  DKIM_SELECTOR: dkimSelector().optional(),
  DKIM_KEY_FILE: z.string().min(1).optional(),
  DKIM_NEXT_SELECTOR: dkimSelector().optional(),
  DKIM_NEXT_KEY_FILE: z.string().min(1).optional(),
  SIGN_UPS_PER_HOUR: wholeNumber(0, 1_000_000).default(2000),
  SIGN_UPS_PER_NETWORK: wholeNumber(0, 1_000_000).default(20),
  TRUSTED_PROXIES: z.string().transform(splitList).pipe(z.array(networkName())).default(['loopback']),
  WEBHOOKS_PRIVATE: z.enum(['yes', 'no'], { error: 'write yes or no' }).default('no'),
  CLICKS: z.enum(['on', 'off'], { error: 'write on or off' }).default('off'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && search === '' && hash === ''
}
