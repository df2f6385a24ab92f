import type { DeskRoute } from '../desk-route.ts'
import { DNS_ROUTES } from './dns-pages.ts'
import { FIRST_ROUTES } from './first-pages.ts'
import { MAIL_SERVER_ROUTES } from './mail-server-pages.ts'
import { OVERVIEW_ROUTES } from './overview-pages.ts'
import { PUBLICATION_ROUTES } from './publication-pages.ts'

/** The set-up of an installation, step by step, and the same pages for later changes. */
export const SETTINGS_ROUTES: DeskRoute[] = [
  ...OVERVIEW_ROUTES,
  ...PUBLICATION_ROUTES,
  ...MAIL_SERVER_ROUTES,
  ...DNS_ROUTES,
  ...FIRST_ROUTES,
]
