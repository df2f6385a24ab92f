import { mistakesText, readSettings } from './config.ts'
import { openLog } from './log.ts'
import { saveMemory } from './save-memory.ts'

const PATIENCE = 6000

/** Settings → app → roles → wait for the signal → stop. */
export async function runServer(): Promise<number> {
  const stopSignal = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
  const read = readSettings()
  if (!read.ok) return refuse(mistakesText(read.mistakes))
  const log = openLog(read.config.logLevel)
  if (read.config.roles.every((role) => role === 'web')) saveMemory()
  const [{ openApp }, { serve }] = await Promise.all([import('./app.ts'), import('./serve.ts')])
  const opened = await openApp(read.config, log)
  if (!opened.ok) return refuse(opened.message)
  for (const warning of opened.app.warnings) log.warn(warning)
  const serving = await serve(opened.app, (line) => process.stdout.write(`${line}\n`)).catch((error: unknown) => ({
    ok: false as const,
    message: String(error),
  }))
  if (!serving.ok) {
    await opened.app.close()
    return refuse(serving.message)
  }
  await stopSignal
  process.stdout.write('Stopping: finishing what is in hand.\n')
  // What a slow mail server keeps in hand beyond this is taken over by the next sender, from the leases in the database.
  setTimeout(() => process.exit(0), PATIENCE).unref()
  await serving.stop()
  await opened.app.close()
  return 0
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`)
  return 1
}
