import { foldText } from './fold-text.ts'
import { pattern, says } from './reply-rule.ts'

/** What the report says itself, and the mail that it gives back below. */
export type SplitText = { said: string; returned: string }

const MAIL = /message|mail|e-?mail/u
const RETURNED = /original|returned|unsent|undelivered|failed|rejected|bounced/u
const PART = /headers?|header fields|text|body|contents?/u

const STARTS = says(
  // "----- This is a copy of the message, including all the headers. ------", "--- Below this line is a copy of the message."
  pattern`^\W*(?:(?:this|here|below(?: this line)?|enclosed|included|attached|following) is )?(?:the |a )?(?:full )?(?:copy|beginning|headers?|text|contents?) of (?:the |your |my )?(?:${RETURNED} )?${MAIL}`,
  // "----- Original message -----", "------- Returned Message --------", "   ----- Unsent message follows -----"
  pattern`^\W*(?:the )?(?:begin(?:ning of)? )?${RETURNED} ${MAIL}(?: ${PART})?(?: is)?(?: attached| below| as)?(?: follows?| following)?\W*$`,
  // "Message headers follow."
  pattern`^\W*${MAIL} ${PART}(?: follows?| following)?\W*$`,
  pattern`^\W*${MAIL} follows\W*$`,
  /^\W*(?:ursprungliche nachricht|original-?nachricht|message d'origine|mensaje original|mensagem original|messaggio originale)\W*$/u,
  /^[^\p{L}]*(?:исходное сообщение|元のメッセージ|オリジナルメール|原始邮件|原邮件|原始郵件)[^\p{L}]*$/u,
  // A returned mail starts with its trace. No server's prose does.
  /^\s{0,4}(?:received|return-path|x-received|dkim-signature|domainkey-signature|arc-seal|delivered-to): ?\S/u,
)

/** Below the words of the server stands the mail that it gives back, as a part of the same text. */
export function splitOriginal(text: string): SplitText {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => STARTS.test(foldText(line.slice(0, 200))))
  if (at < 0) return { said: text, returned: '' }
  const said = lines.slice(0, at).join('\n')
  // Nothing said above it: whatever that line was, it is not where the returned mail starts.
  return said.trim().length < 20 ? { said: text, returned: '' } : { said, returned: lines.slice(at).join('\n') }
}
