import type { Command } from 'commander'
import type { App } from '../app.ts'
import { getTransportStatus, type SlowReceiver, type TransportStatus } from '../store/listings/transport-status.ts'
import { columns, timeText, type Door } from './door.ts'

export function addTransportCommands(program: Command, door: Door): void {
  const transport = program.command('transport').description('the way out: the mail server, and the pace towards every receiver')
  transport
    .command('status')
    .description('what waits, how fast it goes, which receivers are slow and why, and when it will be done')
    .action(() => door.withApp((app) => status(app, door)))
}

async function status({ config, store, clock }: App, door: Door): Promise<void> {
  const relay = config.relay ? `${config.relay.host}:${config.relay.port}` : null
  const limits = { smtpRate: config.smtpRate, domainRate: config.domainRate }
  const found = await getTransportStatus(store.db, clock())
  const slow = found.slow.map((one) => ({
    ...one,
    slowedAt: one.slowedAt === null ? null : timeText(one.slowedAt),
    nextAt: timeText(one.nextAt),
    doneAt: one.doneAt === null ? null : timeText(one.doneAt),
  }))
  const answer = { relay, limits, ...found, doneAt: found.doneAt === null ? null : timeText(found.doneAt), slow }
  door.answer(answer, [
    `Mail server: ${relay ?? 'none is set; the built-in catcher takes everything'}`,
    `Limits: ${rateText(limits.smtpRate, 'no limit')} in all, ${rateText(limits.domainRate, 'no limit until it complains')} to each receiver at first`,
    ...queueLines(found),
    ...slowLines(found.slow),
  ])
}

const rateText = (rate: number, none: string): string => (rate === 0 ? none : `${Number(rate.toPrecision(3))} a second`)

function queueLines({ queue, lately, doneAt, lastReason }: TransportStatus): string[] {
  const { queued, dueNow, leased, posting, doubtful } = queue
  return [
    `Queue: ${queued} queued (${dueNow} due now), ${leased} leased, ${posting} posting, ${doubtful} doubtful`,
    `Rate: ${lately.perMinute} accepted a minute over the last ${lately.minutes} minutes (${lately.attempts} attempts)`,
    ...(doneAt === null ? [] : [`What is due will be done about ${timeText(doneAt)}.`]),
    ...(lastReason === null ? [] : [`Why the last one that is due was put back: ${lastReason}`]),
  ]
}

function slowLines(slow: SlowReceiver[]): string[] {
  if (slow.length === 0) return ['No receiver is slow.']
  const rows = slow.map(({ receiver, rate, waiting, nextAt, doneAt, slowedAt, reason }) => [
    receiver,
    rateText(rate, '-'),
    `${waiting}`,
    timeText(nextAt),
    timeText(doneAt),
    slowedAt === null ? 'its pace: it has not complained' : `slowed ${timeText(slowedAt)}: ${reason ?? ''}`,
  ])
  return columns([['receiver', 'rate', 'waiting', 'next', 'done', 'why'], ...rows])
}
