// Runs in a thread of its own (report-workers.ts): reads one report after the other and may be ended at any moment.
import { parentPort } from 'node:worker_threads'
import { readReport } from './read-report.ts'

const port = parentPort
port?.on('message', (raw: Uint8Array) => {
  readReport(raw).then(
    (report) => port.postMessage({ ok: true, report }),
    () => port.postMessage({ ok: false, reason: 'unreadable' }),
  )
})
port?.postMessage('ready')
