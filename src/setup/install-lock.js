import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

// Who holds the lock touches it all the time. When it was not touched for that long, its holder was killed.
const TOUCH_EVERY = 2_000
const FORGOTTEN_AFTER = 10_000

/** Does the work while no other process does it, here or on another machine that shares the folder. Gives back what the work gives. */
export async function underInstallLock(file, { work, onWait }) {
  await take(file, onWait)
  const touching = setInterval(() => without('ENOENT', () => utimesSync(file, new Date(), new Date())), TOUCH_EVERY)
  try {
    return await work()
  } finally {
    clearInterval(touching)
    rmSync(file, { force: true })
  }
}

async function take(file, onWait) {
  const mark = `${process.pid} ${Math.random()}`
  let hasWaited = false
  for (;;) {
    if (without('EEXIST', () => (writeFileSync(file, mark, { flag: 'wx' }), true))) {
      // Two may find the same forgotten lock, and the later one remove the lock of the earlier. A moment later, one mark is left.
      await wait(250)
      if (without('ENOENT', () => readFileSync(file, 'utf8')) === mark) return
    }
    const touchedAt = without('ENOENT', () => statSync(file).mtimeMs)
    if (touchedAt === undefined) continue
    if (Date.now() - touchedAt > FORGOTTEN_AFTER) {
      rmSync(file, { force: true })
    } else {
      if (!hasWaited) onWait()
      hasWaited = true
      await wait(250)
    }
  }
}

/** What the action gives; undefined where it fails with this code. */
function without(code, action) {
  try {
    return action()
  } catch (error) {
    if (error.code === code) return undefined
    throw error
  }
}
