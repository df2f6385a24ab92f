import { Worker } from 'node:worker_threads'

export type WordFile = { kind: 'html' | 'docx'; bytes: Uint8Array }

export type WordRead = { ok: true; markdown: string } | { ok: false; reason: 'too-large' | 'too-slow' | 'busy' | 'unreadable' }

const MOST_BYTES = { html: 4_000_000, docx: 12_000_000 }
const PATIENCE = 10_000
const MEMORY_MB = 160
const MOST_AT_ONCE = 2

let busy = 0

/**
 * The text of a word processor, by file or clipboard, as Markdown. It is read in a thread that has ten seconds and little memory, so that
 * whatever a file was made to do, nothing else waits for it; and the libraries for it are gone again when it is done.
 */
export async function readWord(file: WordFile, patience = PATIENCE): Promise<WordRead> {
  if (file.bytes.length > MOST_BYTES[file.kind]) return { ok: false, reason: 'too-large' }
  if (busy >= MOST_AT_ONCE) return { ok: false, reason: 'busy' }
  busy++
  try {
    return await readInThread(file, patience)
  } finally {
    busy--
  }
}

async function readInThread(file: WordFile, patience: number): Promise<WordRead> {
  // No environment: whoever breaks the parser finds no passwords in it.
  const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 32 }
  const worker = new Worker(new URL('./word-worker.ts', import.meta.url), { workerData: file, resourceLimits, env: {}, execArgv: [] })
  let timer: NodeJS.Timeout | undefined
  const answer = await new Promise<WordRead>((settle) => {
    timer = setTimeout(() => settle({ ok: false, reason: 'too-slow' }), patience)
    worker.on('message', settle)
    worker.on('error', () => settle({ ok: false, reason: 'unreadable' }))
    worker.on('exit', () => settle({ ok: false, reason: 'unreadable' }))
  })
  clearTimeout(timer)
  await worker.terminate()
  return answer
}
