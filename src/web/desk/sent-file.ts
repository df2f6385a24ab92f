import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'

/** A file on its way in; it is not kept anywhere until somebody reads it. Reading more than the route takes throws with status 413. */
export type SentFile = { name: string; bytes: Readable }

const MOST_FIELDS = 50

/**
 * Reads a form of type multipart/form-data up to its file: the fields that stand before it become the request's body, as if the form had
 * been sent without a file, and the file is left to be read as it comes. What stands behind the file is not looked at. Undefined for any
 * other form, and where no file was chosen.
 */
export async function readUpToFile(request: FastifyRequest, mostBytes: number): Promise<SentFile | undefined> {
  if (!request.isMultipart()) return undefined
  const fields: Record<string, unknown> = {}
  request.body = fields
  for await (const part of request.parts({ limits: { fileSize: mostBytes, fields: MOST_FIELDS, files: 1 } })) {
    if (part.type === 'file') return sentFile(part.filename, part.file)
    fields[part.fieldname] = part.value
  }
  return undefined
}

/** Without a choice, browsers send a file that has no name. */
function sentFile(name: string, bytes: Readable): SentFile | undefined {
  if (name !== '') return { name: name.slice(0, 200).toWellFormed(), bytes }
  bytes.resume()
  return undefined
}
