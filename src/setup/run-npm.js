import { spawn } from 'node:child_process'

// The Node of this machine may be old, so npm need not warn that some packages want a newer one. No package of ours has a script to run at
// its installation, and an older npm would look for a compiler. Without a network, the wait for it is short.
const OPTIONS = [
  '--loglevel=error',
  '--no-engine-strict',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

/** Runs the npm that was called, on the Node of this machine. `output` is what it had to say. */
export function runNpm({ root, outerNode }, ...args) {
  return new Promise((resolve) => {
    const child = spawn(outerNode.path, [process.env.npm_execpath, ...args, ...OPTIONS], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let isStopped = false
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        isStopped = true
        child.kill(signal)
      })
    }
    child.on('error', (error) => resolve({ isDone: false, isStopped, output: error.message }))
    child.on('close', (code) => resolve({ isDone: code === 0, isStopped, output }))
  })
}
