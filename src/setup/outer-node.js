import { existsSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'

/**
 * The Node of this machine, which npm runs on: { path, version }. From the second time on, the Node that we brought stands first in PATH,
 * and npm started inside one of our scripts runs on that: it would then find Node new enough, and delete it while it runs.
 */
export function findOuterNode(root) {
  const npmNode = process.env.npm_node_execpath ?? process.execPath
  const path = isInside(root, npmNode) ? (firstInPath(root) ?? npmNode) : npmNode
  return { path, version: path === process.execPath ? process.versions.node : versionOfNpmNode() }
}

const isInside = (root, path) => path.startsWith(join(root, 'node_modules') + sep)

function firstInPath(root) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !isInside(root, join(folder, sep)))
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

// npm says what it runs on, such as `npm/11.19.1 node/v20.20.2 linux x64`, and hands it on to npm inside npm.
function versionOfNpmNode() {
  return /node\/v([\d.]+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? process.versions.node
}
