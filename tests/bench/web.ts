import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { loadSamples } from '../../src/flow/load-samples.ts'
import { openLog } from '../../src/log.ts'
import type { Figure } from './figure.ts'

const CONNECTIONS = 32
const SECONDS = 4
const MEGABYTE = 1024 * 1024

/** Pages that everybody reads, from the memory of one process with the web role, which runs on one core. */
export const web: Figure = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-web-'))
  const settings = { DATABASE_URL: `sqlite:${join(folder, 'broadsheet.db')}`, DATA_DIR: folder }
  const slug = await seed(settings)
  const server = fork(new URL('web-server.ts', import.meta.url), { env: { ...process.env, ...settings } })
  const { port } = await answerOf<{ port: number }>(server)
  const paths = ['/archive', '/t/science', `/b/${slug}`, '/d/morning-briefing/feed.rss']
  const rates: number[] = []
  for (const path of paths) rates.push(await rateOf(port, path))
  server.send('memory')
  const { bytes } = await answerOf<{ bytes: number }>(server)
  server.disconnect()
  await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
  const slowest = Math.min(...rates)
  return [
    {
      what: 'web pages from memory, one core',
      value: slowest,
      unit: '/s',
      goal: { atLeast: 1000 },
      detail: paths.map((path, index) => `${path} ${Math.round(rates[index] ?? 0)}/s`).join(', '),
    },
    {
      what: 'memory of the web role after that',
      value: bytes / MEGABYTE,
      unit: 'MB',
      goal: { atMost: 200 },
      detail: `${CONNECTIONS} connections, ${SECONDS} s for each page`,
    },
  ]
}

/** Our sample briefings and their first issue. */
async function seed(settings: Record<string, string>): Promise<string> {
  const read = readConfig(settings)
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  const opened = await openApp(read.config, openLog('error'))
  if (!opened.ok) throw new Error(opened.message)
  const { store, clock, close } = opened.app
  await loadSamples(opened.app, clock())
  const { slug } = await store.db.selectFrom('briefings').select('slug').orderBy('id').limit(1).executeTakeFirstOrThrow()
  await close()
  return slug
}

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const [answer] = (await once(child, 'message')) as [Answer]
  return answer
}

async function rateOf(port: number, path: string): Promise<number> {
  const state = { answers: 0, isOver: false }
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\nAccept-Language: en\r\n\r\n`
  const start = performance.now()
  const talks = Array.from({ length: CONNECTIONS }, () => talk(port, request, state))
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000))
  const seconds = (performance.now() - start) / 1000
  const { answers } = state
  state.isOver = true
  await Promise.all(talks)
  return answers / seconds
}

/** One connection that asks again as soon as it has its answer. */
async function talk(port: number, request: string, state: { answers: number; isOver: boolean }): Promise<void> {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let missing = -1
  socket.on('data', (chunk: Buffer) => {
    if (missing < 0) {
      const end = chunk.indexOf('\r\n\r\n')
      const head = chunk.toString('latin1', 0, end)
      if (end < 0 || !head.startsWith('HTTP/1.1 200')) throw new Error(`The page did not come: ${head.slice(0, 200)}`)
      missing = Number(/content-length: (\d+)/i.exec(head)?.[1]) - (chunk.length - end - 4)
    } else missing -= chunk.length
    if (missing > 0) return
    missing = -1
    state.answers++
    if (state.isOver) socket.end()
    else socket.write(request)
  })
  socket.write(request)
  await once(socket, 'close')
}
