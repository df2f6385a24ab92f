/** What a person may do at the desk; each role may do all that those before it may. */
export const DESK_ROLES = ['viewer', 'editor', 'publisher', 'admin'] as const
export type DeskRole = (typeof DESK_ROLES)[number]

/**
 * A viewer looks; an editor writes, previews and sends test mails; a publisher approves and sends; an admin manages lists, people and
 * settings.
 */
export const mayAct = (role: DeskRole, needed: DeskRole): boolean => DESK_ROLES.indexOf(role) >= DESK_ROLES.indexOf(needed)

export const isDeskRole = (text: string): text is DeskRole => (DESK_ROLES as readonly string[]).includes(text)
