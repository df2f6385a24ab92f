import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/log.ts'
import type { SenderReport } from './memory.ts'
import { openMachinery } from '../../src/machinery.ts'

// A process that only sends: everything that is due, and then it says what it took.

const EVERY_MILLISECONDS = 20
const MEGABYTE = 1024 * 1024

const read = readConfig(process.env)
if (!read.ok) throw new Error(read.mistakes.join('\n'))
const opened = await openApp(read.config, openLog(read.config.logLevel))
if (!opened.ok) throw new Error(opened.message)
const { signal } = new AbortController()
const machinery = await openMachinery(opened.app, signal)

// What the system calls the peak counts from before this process was its own: the larger process that started it is in it.
let peak = 0
const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), EVERY_MILLISECONDS)
const startedAt = performance.now()
const handled = await machinery.tools.pump.deliverDue(signal)
clearInterval(look)
const report: SenderReport = { handled, seconds: (performance.now() - startedAt) / 1000, peakMegabytes: peak / MEGABYTE }
await machinery.close()
await opened.app.close()
process.send?.(report)
process.disconnect?.()
