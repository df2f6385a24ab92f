import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Addresses that lead into a house, to this machine, or nowhere: IANA's registries of special-purpose addresses (RFC 6890), with those of
 * clouds that tell secrets (169.254.169.254, fd00:ec2::254), and addresses that carry another one inside.
 */
const SPECIAL_4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
const SPECIAL_6 = '2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20'

const blocked = new BlockList()
for (const [net = '', bits] of SPECIAL_4.split(' ').map((one) => one.split('/'))) blocked.addSubnet(net, Number(bits), 'ipv4')
for (const [net = '', bits] of SPECIAL_6.split(' ').map((one) => one.split('/'))) blocked.addSubnet(net, Number(bits), 'ipv6')

// All that is routed to anybody stands in 2000::/3 (RFC 4291, section 2.4).
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')

/** Whether an address belongs to somebody on the open internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blocked.check(address, 'ipv4')
  return isIPv6(address) && global.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
}
