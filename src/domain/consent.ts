import type { Language } from './briefing.ts'

/**
 * How somebody came to agree. `form`, `embedded` and `api` were confirmed by mail, `page` is who came back through a signed link,
 * `command-line`, `desk`, `import` and `samples` were put there by our own people, and `move` is a new address confirmed for known wishes.
 */
export type ConsentPath = 'form' | 'embedded' | 'api' | 'page' | 'command-line' | 'desk' | 'import' | 'samples' | 'move'

/** Where somebody was when agreeing: the address of the network, and the browser as it names itself. Empty where nobody knows. */
export type Whereabouts = { network: string; browser: string }

export const NOWHERE: Whereabouts = { network: '', browser: '' }

/** The very words that somebody sees when agreeing. */
export type Wording = { language: Language; text: string }
