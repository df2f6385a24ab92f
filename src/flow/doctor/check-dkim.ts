import { isSaying, saying, type Saying } from '../../domain/saying.ts'
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
  dns: Dns | Saying
}

/** Whether mails are signed by a key that only we have and whose public half is in the DNS. */
export async function checkDkim({ domain, key, dns }: Signing): Promise<Verdict> {
  if (key) return checkKey(key, domain, dns)
  return isSaying(dns)
    ? notChecked(saying('doctor.no-dkim-key-not-asked', { why: dns }))
    : warning(saying('doctor.no-dkim-key'), saying('doctor.make-dkim-key'))
}

/** Whether the key that is to follow can take over. As long as it cannot, nothing is wrong: the first one signs. */
export async function checkNextDkim({ domain, key, dns }: Signing): Promise<Verdict> {
  if (!key) return ok(saying('doctor.no-next-key'))
  const verdict = await checkKey(key, domain, dns)
  if (verdict.state === 'fault')
    return warning(saying('doctor.next-not-ready', { why: verdict.message }), verdict.todo ?? saying('doctor.try-later'))
  if (verdict.state !== 'ok') return verdict
  return ok(saying('doctor.next-ready', { what: verdict.message }), saying('doctor.next-take-over', { how: takeOver(key) }))
}

const takeOver = ({ selector, file }: KeySetting): Saying =>
  file === undefined ? saying('doctor.next-use') : saying('doctor.next-use-file', { selector, file })

async function checkKey({ selector, file, pem }: KeySetting, domain: string, dns: Dns | Saying): Promise<Verdict> {
  const read = readDkimKey(pem)
  const holder = file ?? selector
  if (!read.ok) return fault(saying('doctor.holds-no-key', { holder, why: read.message }), saying('doctor.make-one'))
  const verdict = isSaying(dns)
    ? notChecked(saying('doctor.key-signs', { holder, why: dns }))
    : await checkDkimRecord({ domain, selector, privateKey: read.privateKey }, dns)
  const isFine = verdict.state === 'ok' || verdict.state === 'not-checked'
  return (isFine && file !== undefined && checkPrivacy(file)) || verdict
}
