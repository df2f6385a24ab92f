import type { Store } from '../../../src/store/dialect.ts'
import { suppress } from '../../../src/store/suppressions.ts'
import { NOON } from '../../support/world.ts'

export const suppressFor = (store: Store, canonical: string, reason: 'hard' | 'complaint' | 'manual'): Promise<void> =>
  suppress(store.db, { canonical, reason, note: '' }, NOON)
