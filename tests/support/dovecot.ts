import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export type Dovecot = AsyncDisposable & {
  /** As `IMAP_URL` takes it. */
  url: string
  /** Puts mails into the mailbox, as a delivery would. */
  fill: (mails: Uint8Array[]) => void
  /** How many mails a folder holds. */
  count: (folder: string) => number
  /** What it has written to its log so far. */
  log: () => string
  stop: () => Promise<void>
  start: () => Promise<void>
}

const DOVECOT = '/usr/sbin/dovecot'
const USER = 'reports@bounce.example.org'

/** A real Dovecot needs Debian's package `dovecot-imapd`. */
export const hasDovecot = (): boolean => existsSync(DOVECOT) && existsSync('/usr/bin/doveadm')

/** Starts Dovecot in a folder of its own, on a free port of this machine, with one mailbox (Maildir). */
export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync('/tmp/broadsheet-dovecot-')
  const port = await freePort()
  configure(folder, port)
  const start = async (): Promise<void> => {
    spawn(DOVECOT, ['-c', join(folder, 'dovecot.conf'), '-F'], { stdio: 'ignore' })
    await until(port)
  }
  const stop = async (): Promise<void> => {
    spawnSync('/usr/bin/doveadm', ['-c', join(folder, 'dovecot.conf'), 'stop'])
    while (existsSync(join(folder, 'run/master.pid'))) await wait(50)
  }
  await start()
  let delivered = 0
  const inMaildir = (name: string): string => join(folder, 'mail', name)
  return {
    url: `imap://${encodeURIComponent(USER)}:secret@127.0.0.1:${port}/INBOX`,
    fill: (mails) => {
      for (const name of ['', 'new', 'cur', 'tmp']) mkdirSync(inMaildir(name), { recursive: true })
      for (const mail of mails) writeFileSync(inMaildir(`new/${String(1_700_000_000 + delivered)}.M${delivered++}.test`), mail)
      if (process.getuid?.() === 0) execFileSync('chown', ['-R', owner(), join(folder, 'mail')])
    },
    count: (name) => {
      const args = ['-c', join(folder, 'dovecot.conf'), '-f', 'flow', 'mailbox', 'status', '-u', USER, 'messages', name]
      return Number(/messages=(\d+)/.exec(spawnSync('/usr/bin/doveadm', args, { encoding: 'utf8' }).stdout)?.[1] ?? 0)
    },
    log: () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : ''),
    start,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// As root, Dovecot reads mail only as another user; otherwise as whoever runs the tests.
const owner = (): string => (process.getuid?.() === 0 ? 'mail' : userInfo().username)

function configure(folder: string, port: number): void {
  for (const name of ['run', 'state', 'mail']) mkdirSync(join(folder, name))
  chmodSync(folder, 0o755)
  const isRoot = process.getuid?.() === 0
  const id = (flag: string): string => execFileSync('id', [flag, owner()], { encoding: 'utf8' }).trim()
  if (isRoot) execFileSync('chown', [owner(), join(folder, 'mail')])
  writeFileSync(join(folder, 'users'), `${USER}:{PLAIN}secret:${id('-u')}:${id('-g')}::${join(folder, 'mail')}::\n`, { mode: 0o644 })
  const users = isRoot ? [] : [`default_login_user = ${owner()}`, `default_internal_user = ${owner()}`]
  writeFileSync(
    join(folder, 'dovecot.conf'),
    [
      `base_dir = ${join(folder, 'run')}`,
      `state_dir = ${join(folder, 'state')}`,
      `log_path = ${join(folder, 'log')}`,
      'protocols = imap',
      'listen = 127.0.0.1',
      'ssl = no',
      'disable_plaintext_auth = no',
      'first_valid_uid = 1',
      `mail_location = maildir:${join(folder, 'mail')}`,
      'mail_plugins = $mail_plugins',
      ...users,
      `service imap-login {\n inet_listener imap {\n  port = ${port}\n }\n inet_listener imaps {\n  port = 0\n }\n chroot =\n}`,
      'service anvil {\n chroot =\n}',
      `passdb {\n driver = passwd-file\n args = ${join(folder, 'users')}\n}`,
      `userdb {\n driver = passwd-file\n args = ${join(folder, 'users')}\n}`,
      'namespace inbox {\n inbox = yes\n}',
      'imap_logout_format = in=%i out=%o fetched=%{fetch_body_count} deleted=%{deleted}',
      '',
    ].join('\n'),
  )
}

async function until(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.once('data', () => socket.destroy())
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return
    await wait(50)
  }
  throw new Error('Dovecot did not start')
}
