import type { Saying } from '../../domain/saying.ts'
import type { Level } from './finding.ts'
import type { LintContext } from './lint-context.ts'
import type { Message } from './message/read-message.ts'
import type { Page } from './page/read-page.ts'

/** What a check has found; the level is the check's own unless it is said here. */
export type Fault = { message: Saying; where?: string; level?: Level }

/** A statement that every message must hold, and the function that looks for where it does not. */
export type Check = { id: string; level: Level; look: (message: Message, context: LintContext) => Fault[] }

/** One fault if something is so, otherwise none. */
export const faultIf = (isSo: boolean, message: Saying, where?: string): Fault[] =>
  isSo ? [where === undefined ? { message } : { message, where }] : []

/** Looks at the html part where there is one. */
export const onPage =
  (look: (page: Page, context: LintContext, message: Message) => Fault[]): Check['look'] =>
  (message, context) =>
    message.html ? look(message.html.page, context, message) : []
