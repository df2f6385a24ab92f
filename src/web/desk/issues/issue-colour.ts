const COLOURS: Record<string, string> = { draft: 'yellow', approved: 'blue', addressed: 'green', held: 'red', skipped: 'secondary' }

/** Tabler's colour for the state of an issue. */
export const issueColour = (state: string): string => COLOURS[state] ?? 'secondary'
