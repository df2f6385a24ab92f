import { randomUUID } from 'node:crypto'
import type { HookEventKind } from '../domain/hook.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from '../store/dialect.ts'
import { insertEvents, listActiveHooks, listToldDeliveries } from '../store/hooks.ts'

/** One thing that happened, with what is told of it; instants as text (RFC 3339). */
export type Happening = { kind: HookEventKind; at: Instant; data: object }

/**
 * Writes down for the hooks what happens in this transaction: rolled back, nobody hears of it; committed, it is told until it is heard.
 * Where no hook asks for such things it costs one look. `gather` is asked only when some hook does.
 */
export async function tellHooks(tx: Db, kinds: HookEventKind[], gather: () => Happening[] | Promise<Happening[]>): Promise<void> {
  if (kinds.length === 0) return
  const hooks = (await listActiveHooks(tx)).filter(({ events }) => events.some((kind) => kinds.includes(kind)))
  if (hooks.length === 0) return
  const happened = await gather()
  for (const [kind, some] of Map.groupBy(happened, (one) => one.kind)) {
    const wanting = hooks.filter(({ events }) => events.includes(kind)).map(({ id }) => id)
    if (wanting.length > 0) await insertEvents(tx, some.map(eventOf), wanting)
  }
}

/** Of deliveries: to whom and in which issue. */
export async function tellOfDeliveries(
  tx: Db,
  told: { deliveryId: number; kind: HookEventKind; at: Instant; said?: string | null }[],
): Promise<void> {
  await tellHooks(tx, [...new Set(told.map(({ kind }) => kind))], async () => {
    const known = new Map(
      (await listToldDeliveries(tx, [...new Set(told.map(({ deliveryId }) => deliveryId))])).map((one) => [one.id, one]),
    )
    return told.flatMap(({ deliveryId, kind, at, said }) => {
      const one = known.get(deliveryId)
      if (!one) return []
      const { issueId, subscriberId, address } = one
      return [{ kind, at, data: { delivery: deliveryId, issue: issueId, subscriber: subscriberId, address, ...(said ? { said } : {}) } }]
    })
  })
}

function eventOf({ kind, at, data }: Happening): { word: string; kind: string; at: Instant; body: string } {
  const timestamp = Temporal.Instant.fromEpochMilliseconds(at).toString()
  return { word: `msg_${randomUUID()}`, kind, at, body: JSON.stringify({ type: kind, timestamp, data }) }
}
