import { expect, test } from 'vitest'
import { imprintLines } from '../../../src/domain/imprint-lines.ts'

test.each([
  ['The Harbour', 'The Harbour\n1 Quay Street\n', ['The Harbour', '1 Quay Street']],
  ['The Harbour', 'the harbour, 1 Quay Street', ['the harbour, 1 Quay Street']],
  ['The Harbour', 'The Harbourmaster\n1 Quay Street', ['The Harbour', 'The Harbourmaster', '1 Quay Street']],
  ['晨报', '上海市黄浦区一号', ['晨报', '上海市黄浦区一号']],
])('the imprint of %s at %j says the name once, and the whole address', (name, address, lines) => {
  expect(imprintLines(name, address)).toEqual(lines)
})
