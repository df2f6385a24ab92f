// The kinds of values that settings have; each says what it wants when a value is not that.
import { isIP } from 'node:net'
import { z } from 'zod'

export function wholeNumber(least: number, most: number) {
  return z.coerce.number({ error: 'write a number' }).int().min(least, `at least ${least}`).max(most, `at most ${most}`)
}

export function oneLine() {
  return z
    .string()
    .refine((text) => text.trim() !== '', 'write more than blanks')
    .refine(
      (text) => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text),
      'write it on one line, without control characters',
    )
}

export function hostName() {
  return z
    .string()
    .regex(
      /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i,
      'write a host name such as mail.example.com',
    )
}

export function dkimSelector() {
  return z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i, 'letters, digits and hyphens, such as mail2026')
}

export function networkName() {
  return z
    .string()
    .refine((name) => name === 'loopback' || isNetwork(name), 'write addresses or networks such as 10.0.0.0/8, with commas between them')
}

function isNetwork(name: string): boolean {
  const [address = '', bits] = name.split('/')
  const most = isIP(address) === 4 ? 32 : 128
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}

export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
