import type { DeskRoute } from '../desk-route.ts'
import { BRING_IN_ROUTES } from './bring-in-pages.ts'
import { EDITOR_ROUTES } from './editor-pages.ts'
import { BRIEFING_LIST_ROUTES } from './list-pages.ts'
import { MAIL_ROUTES } from './mail-page.ts'
import { OUTSIDE_ROUTES } from './outside-page.ts'
import { REVISION_ROUTES } from './revision-pages.ts'
import { STEP_ROUTES } from './step-pages.ts'

/** Everything about briefings: the list, writing, checks, previews, revisions, and their way to the public. */
export const BRIEFING_ROUTES: DeskRoute[] = [
  ...BRIEFING_LIST_ROUTES,
  ...BRING_IN_ROUTES,
  ...EDITOR_ROUTES,
  ...STEP_ROUTES,
  ...MAIL_ROUTES,
  ...OUTSIDE_ROUTES,
  ...REVISION_ROUTES,
]
