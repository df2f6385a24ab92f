import type { Arrival } from '../mail/intake/arrival.ts'
import { readReportAddress } from '../mail/report-address.ts'
import { readReportSafely } from '../mail/reports/read-report-safely.ts'
import type { Reading } from '../mail/reports/report-thread.ts'
import type { ReportTools } from './report-tools.ts'

/** A mail that has come and was read; it has changed nothing so far. Without a signature of ours in its address it is not even opened. */
export type ReadArrival<Given extends Arrival = Arrival> = Given & { reading?: Reading }

type Tools = Pick<ReportTools, 'workers' | 'publication'>

/** Reads several mails side by side, as many at once as there are threads. */
export async function readArrivals<Given extends Arrival>(tools: Tools, arrivals: Given[]): Promise<ReadArrival<Given>[]> {
  return Promise.all(
    arrivals.map(async (arrival) =>
      readReportAddress(arrival.to, tools.publication) ? { ...arrival, reading: await readReportSafely(arrival.raw, tools) } : arrival,
    ),
  )
}
