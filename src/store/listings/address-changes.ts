import { findAddressChange, type AddressChange } from '../address-changes.ts'
import type { Db } from '../dialect.ts'
import { listHoldings } from '../holdings.ts'

/** A change of address, with the languages of whoever wants it. */
export type ShownAddressChange = AddressChange & { languages: string[] }

export async function findShownAddressChange(db: Db, id: number): Promise<ShownAddressChange | undefined> {
  const change = await findAddressChange(db, id)
  if (!change) return undefined
  const [first] = await listHoldings(db, change.subscriberId)
  return { ...change, languages: first?.languages ?? [] }
}
