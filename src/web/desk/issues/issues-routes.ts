import type { DeskRoute } from '../desk-route.ts'
import { CALENDAR_ROUTES } from './calendar-pages.ts'
import { DELIVERIES_ROUTES } from './deliveries-pages.ts'
import { EDIT_ROUTES } from './edit-actions.ts'
import { ACTION_ROUTES } from './issue-actions.ts'
import { ISSUE_ROUTES } from './issue-pages.ts'
import { PREVIEW_ROUTES } from './preview-pages.ts'
import { PROGRESS_ROUTES } from './progress-pages.ts'

/** Everything about issues: when they go out, what stands in them, how they look, and what becomes of them. */
export const ISSUES_ROUTES: DeskRoute[] = [
  ...CALENDAR_ROUTES,
  ...ISSUE_ROUTES,
  ...EDIT_ROUTES,
  ...ACTION_ROUTES,
  ...PREVIEW_ROUTES,
  ...PROGRESS_ROUTES,
  ...DELIVERIES_ROUTES,
]
