import type { DeskRoute } from '../desk-route.ts'
import { DIGEST_ROUTES } from './digest-pages.ts'
import { LOOK_ROUTES } from './look-pages.ts'
import { MERGE_ROUTES } from './merge-pages.ts'
import { TOPIC_ROUTES } from './topic-pages.ts'

/** Everything about the house: topics, digests, the way out, what comes back, keys and settings. */
export const ADMIN_ROUTES: DeskRoute[] = [...TOPIC_ROUTES, ...MERGE_ROUTES, ...DIGEST_ROUTES, ...LOOK_ROUTES]
