import type { FastifyRequest } from 'fastify'

/**
 * Whether a request was made on this machine, by somebody who means this machine. The connection must come from it; the host asked for
 * must be it, or any web page could read along under a name of its own that leads here (DNS rebinding); and no proxy may stand between,
 * which would make everybody in the world look local.
 */
export function isOnThisMachine(request: FastifyRequest): boolean {
  const isForwarded = FORWARDED.some((name) => request.headers[name] !== undefined)
  return !isForwarded && isLoopback(request.socket.remoteAddress ?? '') && isLocalName(request.headers.host ?? '')
}

const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'fastly-client-ip',
]

// A server that listens on IPv6 and IPv4 at once sees IPv4 addresses as ::ffff:127.0.0.1.
const isLoopback = (address: string): boolean => address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address)

const isLocalName = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host)
