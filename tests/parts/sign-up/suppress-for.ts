import type { SuppressionReason } from '../../../src/domain/suppression.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { suppress } from '../../support/world.ts'

export const suppressFor = (store: Store, canonical: string, reason: SuppressionReason): Promise<void> =>
  suppress(store.db, canonical, reason)
