import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/log.ts'
import { openLookAhead } from '../../src/look-ahead.ts'
import { startWeb } from '../../src/web/server.ts'

// The web role alone, as a process of its own. It says where it listens, and how much memory it takes.

const read = readConfig({ ...process.env, LOG_LEVEL: 'error' })
if (!read.ok) throw new Error(read.mistakes.join('\n'))
const opened = await openApp(read.config, openLog('error'))
if (!opened.ok) throw new Error(opened.message)
const web = await startWeb({ ...opened.app, config: { host: '127.0.0.1', port: 0 }, catcher: false, lookAhead: openLookAhead(read.config) })
process.send?.({ port: Number(new URL(web.url).port) })
process.on('message', () => process.send?.({ bytes: process.memoryUsage.rss() }))
process.on('disconnect', () => process.exit(0))
