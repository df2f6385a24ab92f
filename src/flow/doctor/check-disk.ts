import { statfs } from 'node:fs/promises'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import { nearestFolder } from './nearest-folder.ts'

const MEGABYTE = 1_000_000
const FEW = 1000
const TOO_FEW = 100

/** Whether the disk with the database's file has room: a full one stops all sending, because nothing can be written down any more. */
export async function checkDisk(file: string | undefined): Promise<Verdict> {
  if (file === undefined) return notChecked('The database has a server of its own; see there that its disk has room.')
  const folder = nearestFolder(file)
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / MEGABYTE)
  const message = `${free} MB are free on the disk with the database (${folder}).`
  if (free >= FEW) return ok(message)
  const todo = 'Make room, or move the database: a million readers take about 350 MB, and a full disk stops all sending.'
  return free < TOO_FEW ? fault(message, todo) : warning(message, todo)
}
