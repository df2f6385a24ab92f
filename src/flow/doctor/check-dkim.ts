import { checkDkimRecord } from '../../mail/doctor/check-dkim-record.ts'
import type { Dns } from '../../mail/doctor/dns.ts'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import { readDkimKey } from '../../mail/dkim.ts'
import { checkPrivacy } from './check-secrets.ts'
import type { KeySetting } from './setup.ts'

type Signing = {
  domain: string
  key: KeySetting | undefined
  /** Or why it is not asked. */
  dns: Dns | string
}

/** Whether mails are signed by a key that only we have and whose public half is in the DNS. */
export async function checkDkim({ domain, key, dns }: Signing): Promise<Verdict> {
  if (key) return checkKey(key, domain, dns)
  return typeof dns === 'string'
    ? notChecked(`No DKIM key is set. ${dns}`)
    : warning(
        'No DKIM key is set, so mails leave unsigned: Gmail, Yahoo and Outlook refuse them unless your mail server signs.',
        'Make a key at the desk (Publication & mail), or with `broadsheet settings make-dkim-key`.',
      )
}

/** Whether the key that is to follow can take over. As long as it cannot, nothing is wrong: the first one signs. */
export async function checkNextDkim({ domain, key, dns }: Signing): Promise<Verdict> {
  if (!key) return ok('No further DKIM key waits to take over.')
  const verdict = await checkKey(key, domain, dns)
  if (verdict.state === 'fault') return warning(`Not yet ready to take over: ${verdict.message}`, verdict.todo ?? '')
  if (verdict.state !== 'ok') return verdict
  return ok(`${verdict.message} It can take over.`, `${takeOver(key)} Leave the old record in the DNS for another week.`)
}

const takeOver = ({ selector, file }: KeySetting): string =>
  file === undefined
    ? 'Let it sign: at the desk under Publication & mail, or by "settings use-next-dkim-key".'
    : `Give ${selector} and ${file} to DKIM_SELECTOR and DKIM_KEY_FILE, unset DKIM_NEXT_SELECTOR and DKIM_NEXT_KEY_FILE, and restart.`

async function checkKey({ selector, file, pem }: KeySetting, domain: string, dns: Dns | string): Promise<Verdict> {
  const read = readDkimKey(pem)
  const holder = file ?? `The key ${selector}`
  if (!read.ok) return fault(`${holder} holds no key to sign with: ${read.message}.`, 'Make one with `broadsheet dkim key`.')
  const verdict =
    typeof dns === 'string'
      ? notChecked(`${file === undefined ? `${holder} signs.` : `${file} holds a key that signs.`} ${dns}`)
      : await checkDkimRecord({ domain, selector, privateKey: read.privateKey }, dns)
  const isFine = verdict.state === 'ok' || verdict.state === 'not-checked'
  return (isFine && file !== undefined && checkPrivacy(file)) || verdict
}
