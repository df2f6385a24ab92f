import { BlockList, isIPv4 } from 'node:net'

/** Whether an IP address can be reached from outside (the IANA registries of special-purpose addresses). */
export const isPublicAddress = (address: string): boolean => !SPECIAL.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

const SPECIAL = new BlockList()
const FOUR = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3']
const SIX = ['::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8']
for (const [family, networks] of [['ipv4', FOUR] as const, ['ipv6', SIX] as const])
  for (const network of networks) {
    const [address = '', length] = network.split('/')
    SPECIAL.addSubnet(address, Number(length), family)
  }
