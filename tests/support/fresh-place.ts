import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder as a fresh clone has it, and settings with a port that is free. */
export async function freshPlace(): Promise<{ cwd: string; env: Record<string, string>; url: string }> {
  const port = await freePort()
  return { cwd: mkdtempSync(join(tmpdir(), 'broadsheet-start-')), env: { PORT: String(port) }, url: `http://localhost:${port}` }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
