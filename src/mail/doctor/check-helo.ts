import { saying } from '../../domain/saying.ts'
import { askAddresses, askNames, unansweredText, type Dns } from './dns.ts'
import { isPublicAddress } from '../public-address.ts'
import { notChecked, ok, warning, type Verdict } from './verdict.ts'

const REVERSE = saying('doctor.helo-reverse')

/**
 * Whether the name by which we greet the mail server leads to an address that leads back to a name of its own (FCrDNS). Receivers look at
 * the same of the last server on the way to them; where that is a provider's, it is the provider who must see to it.
 */
export async function checkHelo(name: string, dns: Dns): Promise<Verdict> {
  const asked = await askAddresses(dns, name)
  if (asked.state === 'unanswered') return notChecked(unansweredText(name, asked.why), saying('doctor.try-later'))
  if (asked.state === 'none') return warning(saying('doctor.helo-no-address', { name }), saying('doctor.helo-set'))
  const hidden = asked.records.find((address) => !isPublicAddress(address))
  if (hidden !== undefined) return warning(saying('doctor.helo-not-public', { name, address: hidden }), saying('doctor.helo-set-public'))
  const paths = await Promise.all(asked.records.map((address) => wayBack(address, dns)))
  const lost = paths.find((path) => path.names.length === 0)
  if (!lost) return ok(saying('doctor.helo-fine', { name, names: [...new Set(paths.flatMap(({ names }) => names))].join(', ') }))
  return lost.unanswered === undefined
    ? warning(saying('doctor.helo-lost', { name, address: lost.address }), REVERSE)
    : notChecked(unansweredText(lost.address, lost.unanswered), saying('doctor.try-later'))
}

type WayBack = { address: string; names: string[]; unanswered: string | undefined }

/** The names of an address that lead back to it. */
async function wayBack(address: string, dns: Dns): Promise<WayBack> {
  const asked = await askNames(dns, address)
  if (asked.state !== 'found') return { address, names: [], unanswered: asked.state === 'unanswered' ? asked.why : undefined }
  const answers = await Promise.all(asked.records.slice(0, 10).map(async (name) => ({ name, answer: await askAddresses(dns, name) })))
  const names = answers.filter(({ answer }) => answer.state === 'found' && answer.records.includes(address)).map(({ name }) => name)
  return { address, names, unanswered: undefined }
}
