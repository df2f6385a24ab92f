import { expect, test } from 'vitest'
import { maskAddress } from '../../../src/domain/mask-address.ts'

test.each([
  ['david@example.com', 'd…@example.com'],
  ['用户@xn--r8jz45g.jp', '用…@xn--r8jz45g.jp'],
  ['a@b@example.com', 'a…@example.com'],
  ['not an address', '…'],
  ['@example.com', '…'],
])('a log shows %s as %s', (address, masked) => {
  expect(maskAddress(address)).toBe(masked)
})
