// Runs before `npm start`, `npm test` and `npm run broadsheet`, so that each of them works as the first command after cloning. Plain
// JavaScript, because the Node that runs it may be an old one. Once all is there, it must cost next to nothing.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findOuterNode } from './outer-node.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const outerNode = findOuterNode(root)
const plan = {
  root,
  outerNode,
  // Where Node is new enough, npm passes over ours: see runtime/package.json.
  bringsNode: Number.parseInt(outerNode.version) < 26,
  // A server does without the tools of the tests, until somebody runs the tests there.
  isLean: process.env.NODE_ENV === 'production' && process.env.npm_lifecycle_event !== 'pretest',
  machine: `${process.platform} ${process.arch}`,
  lockfile: readFileSync(join(root, 'package-lock.json'), 'utf8'),
  stampFile: join(root, 'node_modules', '.broadsheet-setup.json'),
  ourNode: join(root, 'node_modules', '.bin', 'node'),
}

if (!isReady()) {
  const { setUp } = await import('./set-up.js')
  process.exitCode = await setUp({ ...plan, stamp: stamp(plan.isLean), isReady })
}

function isReady() {
  const stamped = existsSync(plan.stampFile) ? readFileSync(plan.stampFile, 'utf8') : ''
  return (stamped === stamp(false) || stamped === stamp(plan.isLean)) && (!plan.bringsNode || existsSync(plan.ourNode))
}

function stamp(isLean) {
  const lockHash = createHash('sha256').update(plan.lockfile).digest('hex')
  return JSON.stringify({ lockHash, machine: plan.machine, bringsNode: plan.bringsNode, isLean })
}
