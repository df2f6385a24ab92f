import type { DeskRoute } from '../desk-route.ts'
import { BULK_ROUTES } from './bulk-pages.ts'
import { EXPORT_ROUTES } from './export-action.ts'
import { IMPORT_ROUTES } from './import-pages.ts'
import { SAVED_FILTER_ROUTES } from './saved-filter-actions.ts'
import { NEW_READER_ROUTES } from './new-reader-pages.ts'
import { SUBSCRIBER_ACTIONS } from './subscriber-actions.ts'
import { SUBSCRIBER_ROUTES } from './subscriber-pages.ts'
import { SIGN_UP_ROUTES } from './sign-up-pages.ts'
import { SUBSCRIBERS_ROUTES } from './subscribers-pages.ts'

/** Everything about many readers and one. */
export const LISTS_ROUTES: DeskRoute[] = [
  ...SUBSCRIBERS_ROUTES,
  ...NEW_READER_ROUTES,
  ...SAVED_FILTER_ROUTES,
  ...IMPORT_ROUTES,
  ...EXPORT_ROUTES,
  ...BULK_ROUTES,
  ...SIGN_UP_ROUTES,
  ...SUBSCRIBER_ROUTES,
  ...SUBSCRIBER_ACTIONS,
]
