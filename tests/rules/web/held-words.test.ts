import { describe, expect, test } from 'vitest'
import { pauseReason } from '../../../src/domain/reputation.ts'
import { deskWords } from '../../../src/render/render-desk-page.ts'
import { heldText } from '../../../src/web/desk/issues/held-words.ts'

const [en, zh] = [deskWords('en'), deskWords('zh')]

describe('why an issue is held is said in the words of who looks', () => {
  test.each([
    ['王伟 holds it: one name: is wrong', '王伟 holds it: one name: is wrong', '王伟 暂缓了它：one name: is wrong'],
    ['Rosa holds it', 'Rosa holds it', 'Rosa 暂缓了它'],
    ['stopped by David', 'David stopped it', 'David 停止了它'],
    [
      'restored from a copy: the original may have sent it',
      'Restored from a copy: the original may have sent it.',
      '由副本恢复：原库可能已经发送过。',
    ],
    [
      'too many recipients in a row refused it for what it is, the last with "550 5.7.1 "spam""',
      'Too many recipients in a row refused it for what it is, the last with “550 5.7.1 "spam"”.',
      '连续太多收件方因内容拒收，最后一次答复：“550 5.7.1 "spam"”。',
    ],
    [
      pauseReason({ gone: 2000, failed: 0, complained: 40 }) ?? '',
      '40 of its first 2000 readers called it spam; the limit is 0.3 %.',
      '最初 2000 位读者中有 40 位标为垃圾邮件；上限为 0.3%。',
    ],
    [
      pauseReason({ gone: 1000, failed: 90, complained: 0 }) ?? '',
      '90 of its first 1000 mails were refused or came back; the limit is 5 %.',
      '最初 1000 封邮件中有 90 封被拒收或退回；上限为 5%。',
    ],
    ['the moon is full', 'the moon is full', 'the moon is full'],
  ])('%s', (reason, english, chinese) => {
    expect([heldText(reason, en), heldText(reason, zh)]).toEqual([english, chinese])
  })
})
