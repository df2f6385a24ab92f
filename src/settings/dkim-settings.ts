import { readFileSync } from 'node:fs'
import { readDkimKey } from '../mail/dkim.ts'

/** A key that can sign, with the selector under which its public half is published. `file`: undefined where it was made at the desk. */
export type DkimSetting = { selector: string; file: string | undefined; pem: string }

type Given = Partial<Record<`${'DKIM' | 'DKIM_NEXT'}_${'SELECTOR' | 'KEY_FILE' | 'KEY'}`, string | undefined>>

type DkimSettingsRead = { ok: true; dkim: DkimSetting | undefined; dkimNext: DkimSetting | undefined } | { ok: false; mistakes: string[] }

/** Reads the key that signs and the one that is to follow it. One that cannot sign is a mistake, so that it is found at the start. */
export function readDkimSettings(given: Given): DkimSettingsRead {
  const first = readOne('DKIM', given)
  const next = readOne('DKIM_NEXT', given)
  const mistakes = [first, next].flatMap((read) => (read.ok ? [] : [read.mistake]))
  if (!first.ok || !next.ok) return { ok: false, mistakes }
  const fault = faultOfPair(first.setting, next.setting)
  return fault === undefined ? { ok: true, dkim: first.setting, dkimNext: next.setting } : { ok: false, mistakes: [fault] }
}

type OneRead = { ok: true; setting: DkimSetting | undefined } | { ok: false; mistake: string }

function readOne(name: 'DKIM' | 'DKIM_NEXT', given: Given): OneRead {
  const { [`${name}_SELECTOR` as const]: selector, [`${name}_KEY_FILE` as const]: file, [`${name}_KEY` as const]: made } = given
  if (selector === undefined && file === undefined && made === undefined) return { ok: true, setting: undefined }
  if (selector === undefined || (file === undefined && made === undefined))
    return { ok: false, mistake: `${name}_SELECTOR and ${name}_KEY_FILE: set both, or neither` }
  const pem = file === undefined ? made : readText(file)
  if (pem === undefined) return { ok: false, mistake: `${name}_KEY_FILE: ${file} cannot be read; check the path and the permissions` }
  const key = readDkimKey(pem)
  return key.ok
    ? { ok: true, setting: { selector, file, pem } }
    : { ok: false, mistake: `${name}_KEY${file === undefined ? '' : '_FILE'}: ${file ?? 'it'} holds no key to sign with: ${key.message}` }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function faultOfPair(first: DkimSetting | undefined, next: DkimSetting | undefined): string | undefined {
  if (!next) return undefined
  if (!first)
    return 'DKIM_NEXT_SELECTOR and DKIM_NEXT_KEY_FILE: they follow a key that signs now; set DKIM_SELECTOR and DKIM_KEY_FILE first'
  return first.selector.toLowerCase() === next.selector.toLowerCase()
    ? 'DKIM_NEXT_SELECTOR: it is the one of the key that signs now; both are published at the same time, so give it a name of its own'
    : undefined
}
