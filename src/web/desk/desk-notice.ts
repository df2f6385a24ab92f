/** Said above a page: what was just done, what one should look at, or what was wrong. */
export type DeskNotice = { kind: 'success' | 'warning' | 'danger'; text: string }
