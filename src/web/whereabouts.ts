import type { FastifyRequest } from 'fastify'
import type { Whereabouts } from '../domain/consent.ts'
import { cleanText } from '../domain/clean-text.ts'

const LONGEST = 300

/** Where somebody is who agrees to something: the address of the network, and the browser as it names itself. */
export const whereaboutsOf = (request: FastifyRequest): Whereabouts => ({
  network: request.ip,
  browser: cleanText(request.headers['user-agent'] ?? '').slice(0, LONGEST),
})
