// Runs in a thread of its own (read-word.ts), reads one document and ends.
import { parentPort, workerData } from 'node:worker_threads'
import { docxToHtml } from './docx-to-html.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import type { WordFile, WordRead } from './read-word.ts'

async function read({ kind, bytes }: WordFile): Promise<WordRead> {
  if (kind === 'html') return { ok: true, markdown: htmlToMarkdown(new TextDecoder('utf-8').decode(bytes)) }
  const docx = await docxToHtml(bytes)
  return docx.ok ? { ok: true, markdown: htmlToMarkdown(docx.html) } : docx
}

read(workerData as WordFile).then(
  (answer) => parentPort?.postMessage(answer),
  () => parentPort?.postMessage({ ok: false, reason: 'unreadable' }),
)
