import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/log.ts'
import { saveMemory } from '../../src/save-memory.ts'

// The web role alone, as a process of its own and as run-server starts it. It says where it listens, and how much memory it takes.

const read = readConfig({ ...process.env, LOG_LEVEL: 'error', ROLES: 'web', PORT: '0' })
if (!read.ok) throw new Error(read.mistakes.join('\n'))
saveMemory()
const [{ openApp }, { serve }] = await Promise.all([import('../../src/app.ts'), import('../../src/serve.ts')])
const opened = await openApp(read.config, openLog('error'))
if (!opened.ok) throw new Error(opened.message)
await serve(opened.app, (line) => {
  const port = /^Broadsheet is at http:.*:(\d+)$/.exec(line)?.[1]
  if (port !== undefined) process.send?.({ port: Number(port) })
})
process.on('message', () => process.send?.({ bytes: process.memoryUsage.rss() }))
process.on('disconnect', () => process.exit(0))
