import { saying } from '../../domain/saying.ts'
import { statfs } from 'node:fs/promises'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import { nearestFolder } from './nearest-folder.ts'

const MEGABYTE = 1_000_000
const FEW = 1000
const TOO_FEW = 100

/** Whether the disk with the database's file has room: a full one stops all sending, because nothing can be written down any more. */
export async function checkDisk(file: string | undefined): Promise<Verdict> {
  if (file === undefined) return notChecked(saying('doctor.disk-elsewhere'))
  const folder = nearestFolder(file)
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / MEGABYTE)
  const message = saying('doctor.disk-free', { count: free, folder })
  if (free >= FEW) return ok(message)
  const todo = saying('doctor.make-room')
  return free < TOO_FEW ? fault(message, todo) : warning(message, todo)
}
