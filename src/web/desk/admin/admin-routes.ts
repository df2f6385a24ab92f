import type { DeskRoute } from '../desk-route.ts'
import { CUT_ROUTES } from './cut-pages.ts'
import { DIGEST_ROUTES } from './digest-pages.ts'
import { DOUBTFUL_ROUTES } from './doubtful-pages.ts'
import { HELD_ROUTES } from './held-pages.ts'
import { HOOK_ROUTES } from './hook-pages.ts'
import { KEY_ROUTES } from './key-pages.ts'
import { LOOK_ROUTES } from './look-pages.ts'
import { MAIL_ROUTES } from './mail-pages.ts'
import { MERGE_ROUTES } from './merge-pages.ts'
import { STANDING_ROUTES } from './standing-pages.ts'
import { SUPPRESSION_ROUTES } from './suppression-pages.ts'
import { TEMPLATE_ROUTES } from './template-pages.ts'
import { TOPIC_ROUTES } from './topic-pages.ts'
import { TRANSPORT_ROUTES } from './transport-pages.ts'
import { UNMATCHED_ROUTES } from './unmatched-pages.ts'
import { WORD_ROUTES } from './word-pages.ts'

/** Everything about the house: topics, digests, the way out, what comes back, keys and settings. */
export const ADMIN_ROUTES: DeskRoute[] = [
  ...TOPIC_ROUTES,
  ...MERGE_ROUTES,
  ...DIGEST_ROUTES,
  ...CUT_ROUTES,
  ...LOOK_ROUTES,
  ...SUPPRESSION_ROUTES,
  ...HELD_ROUTES,
  ...MAIL_ROUTES,
  ...DOUBTFUL_ROUTES,
  ...UNMATCHED_ROUTES,
  ...TRANSPORT_ROUTES,
  ...TEMPLATE_ROUTES,
  ...WORD_ROUTES,
  ...KEY_ROUTES,
  ...HOOK_ROUTES,
  ...STANDING_ROUTES,
]
