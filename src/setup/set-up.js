import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { underInstallLock } from './install-lock.js'
import { runNpm } from './run-npm.js'

const BRING_YOUR_OWN = 'Install Node 26 or newer, then run the same command again.'

/** Installs what is missing, once for all who ask at the same time. Gives the exit code. */
export async function setUp(plan) {
  const fault = faultBefore(plan) ?? (await installAlone(plan))
  if (fault) say(`Broadsheet is not set up. ${fault}`)
  return fault ? 1 : 0
}

function faultBefore(plan) {
  if (!/npm-cli\.c?js$/.test(process.env.npm_execpath ?? '')) {
    return 'It sets itself up with npm: run npm start, npm test or npm run broadsheet.'
  }
  if (!plan.bringsNode || nodePackage(plan)) return undefined
  return `It needs Node 26, this is Node ${plan.outerNode.version}, and there is none to bring along for ${plan.machine}. ${BRING_YOUR_OWN}`
}

async function installAlone(plan) {
  const onWait = () => say('Another command is installing what Broadsheet needs. This one waits for it.')
  try {
    return await underInstallLock(join(plan.root, '.setup-lock'), { work: () => install(plan), onWait })
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
    return `This folder cannot be written to: ${plan.root} Make it yours, then run the same command again.`
  }
}

async function install(plan) {
  if (plan.isReady()) return undefined
  say(`Installing what Broadsheet needs${plan.bringsNode ? ', Node 26 with it' : ''}. The first time, this takes a minute or two.`)
  rmSync(plan.stampFile, { force: true })
  const { isDone, isStopped, output } = await runNpm(plan, 'ci', '--include=optional', plan.isLean ? '--omit=dev' : '--include=dev')
  if (isStopped) return 'It was stopped while it installed. Run the same command again.'
  if (!isDone) return faultOfNpm(output)
  if (plan.bringsNode && !(await hasNode(plan))) {
    return `The Node 26 that it brings along does not run on this machine. ${BRING_YOUR_OWN}`
  }
  writeFileSync(plan.stampFile, plan.stamp)
  return undefined
}

async function hasNode(plan) {
  // The packages for all platforms have a program of the same name. npm 10 takes away the links of those that do not fit, ours with them.
  if (!existsSync(plan.ourNode)) await runNpm(plan, 'rebuild', nodePackage(plan))
  return spawnSync(plan.ourNode, ['--version'], { shell: process.platform === 'win32' }).status === 0
}

function nodePackage({ lockfile }) {
  const isOurs = ([, { bin, os, cpu }]) => bin?.node && [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch)
  const [path] = Object.entries(JSON.parse(lockfile).packages).find(isOurs) ?? []
  return path?.replace('node_modules/', '')
}

function faultOfNpm(output) {
  const isUnreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/.test(output)
  const advice = isUnreachable
    ? 'npm did not reach its registry (npm config get registry). Connect this machine to it, then run the same command again.'
    : 'npm could not install the packages. Mend what it says, then run the same command again.'
  const words = output.split('\n').filter((line) => !/^npm error( {2,}.*)?$/.test(line))
  return `${advice}\n\n${words.slice(0, 12).join('\n').trim()}`
}

// Standard output belongs to the command that is about to run.
function say(text) {
  process.stderr.write(`${text}\n`)
}
