import { pino, type Logger } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

/** Lines for people on a terminal, JSON for machines elsewhere; both on standard error. Nothing secret and no address is ever handed in. */
export function openLog(level: string): Log {
  if (!process.stderr.isTTY) return pino({ level, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }))
  return pino({ level }, pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
}
