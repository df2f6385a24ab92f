import { dkimRecord, readDkimKey } from '../mail/dkim.ts'
import { splitTxt } from '../mail/split-txt.ts'

/** A TXT record to publish. `strings` is its value in the pieces in which the DNS stores it. */
export type DkimRecord = { use: 'signs' | 'next'; selector: string; name: string; value: string; strings: string[] }

type KeySetting = { selector: string; pem: string }
type Keys = { sender: { address: string }; dkim: KeySetting | undefined; dkimNext: KeySetting | undefined }

/** What is to be published for the key that signs and for the one that is to follow it. */
export function listDkimRecords({ sender, dkim, dkimNext }: Keys): DkimRecord[] {
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  return [...(dkim ? [recordOf('signs', dkim, domain)] : []), ...(dkimNext ? [recordOf('next', dkimNext, domain)] : [])]
}

function recordOf(use: DkimRecord['use'], { selector, pem }: KeySetting, domain: string): DkimRecord {
  const read = readDkimKey(pem)
  if (!read.ok) throw new Error(`The key of ${selector} passed the settings and yet cannot sign: ${read.message}`)
  const value = dkimRecord(read.privateKey)
  return { use, selector, name: `${selector}._domainkey.${domain}`, value, strings: splitTxt(value) }
}
