import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EVERY_MICROSECONDS = 500

/** Runs something under the CPU profiler, leaves the profile in a file and says where. */
export async function profiled(name: string, run: () => Promise<unknown>): Promise<void> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: EVERY_MICROSECONDS })
  await session.post('Profiler.start')
  await run()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const file = join(tmpdir(), `broadsheet-${name}-${Date.now()}.cpuprofile`)
  writeFileSync(file, JSON.stringify(profile))
  console.error(`the CPU profile of ${name} is in ${file}`)
}
