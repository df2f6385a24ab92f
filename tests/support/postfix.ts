import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

export type Postfix = AsyncDisposable & { url: string }

/** A real Postfix needs Debian's package `postfix` and root, because it changes users. */
export const hasPostfix = (): boolean => existsSync('/usr/sbin/postfix') && process.getuid?.() === 0

/** Where its mail goes, and where the mail to a domain of reports goes instead. */
type Wanted = { handTo: number; bounces?: { domain: string; port: number } }

/** Starts Postfix in a folder of its own: it takes mail on a free port of this machine and hands all of it to the given port. */
export async function startPostfix({ handTo, bounces }: Wanted): Promise<Postfix> {
  // Not in the folder of the run, which only its owner may enter: Postfix changes users.
  const folder = mkdtempSync('/tmp/broadsheet-postfix-')
  const port = await freePort()
  configure(folder, { port, handTo, ...(bounces && { bounces }) })
  run(folder, 'start')
  return {
    url: `smtp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      spawnSync('/usr/sbin/postfix', ['-c', join(folder, 'etc'), 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configure(folder: string, { port, handTo, bounces }: Wanted & { port: number }): void {
  const [etc, queue, data] = ['etc', 'queue', 'data'].map((name) => join(folder, name)) as [string, string, string]
  execFileSync('chmod', ['755', folder])
  for (const path of [etc, queue, data]) mkdirSync(path)
  execFileSync('chown', ['postfix', data])
  const master = readFileSync('/etc/postfix/master.cf', 'utf8').replace(/^smtp\s+inet\s.*$/m, `127.0.0.1:${port} inet n - n - - smtpd`)
  writeFileSync(join(etc, 'master.cf'), master.replace(/^(\S+\s+\S+\s+\S+\s+\S+\s+)y/gm, '$1n'))
  const settings = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    myhostname: 'relay.test',
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    smtp_dns_support_level: 'disabled',
    smtputf8_enable: 'no',
    alias_maps: '',
    local_recipient_maps: '',
    maillog_file: '/dev/stdout',
    maillog_file_prefixes: '/dev',
    default_transport: `smtp:[127.0.0.1]:${handTo}`,
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtpd_client_connection_rate_limit: '0',
    ...(bounces && { transport_maps: `inline:{${bounces.domain}=smtp:[127.0.0.1]:${bounces.port}}` }),
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  writeFileSync(join(etc, 'main.cf'), lines.filter((line) => !line.startsWith('maillog')).join(''))
}

function run(folder: string, command: string): void {
  const { status, stderr } = spawnSync('/usr/sbin/postfix', ['-c', join(folder, 'etc'), command], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Postfix did not ${command}: ${stderr}`)
}
