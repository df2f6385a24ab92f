import type { FastifyRequest } from 'fastify'
import { networkGroup } from '../../domain/network-group.ts'
import { deskLanguage, deskWords } from '../../render/render-desk-page.ts'
import type { Words } from '../../render/word-folder.ts'

/** For those who are not in yet: the words that their browser asks for. */
export const visitorWords = (request: FastifyRequest): Words => deskWords(deskLanguage(tagsOf(request.headers['accept-language'] ?? '')))

/** The network that somebody comes from, as far as one household or company reaches. */
export const visitorNetwork = (request: FastifyRequest): string => networkGroup(request.ip)

const tagsOf = (header: string): string[] =>
  header.split(',').flatMap((part) => /^\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/.exec(part)?.[1] ?? [])
