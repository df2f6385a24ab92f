import type { Check } from './check.ts'
import { addressChecks } from './checks/address-checks.ts'
import { automaticMailChecks } from './checks/automatic-mail-checks.ts'
import { cleanTextChecks } from './checks/clean-text-checks.ts'
import { contrastChecks } from './checks/contrast-checks.ts'
import { dateChecks } from './checks/date-checks.ts'
import { documentHeadChecks } from './checks/document-head-checks.ts'
import { encodedWordChecks } from './checks/encoded-word-checks.ts'
import { envelopeChecks } from './checks/envelope-checks.ts'
import { forbiddenHtmlChecks } from './checks/forbidden-html-checks.ts'
import { headerCountChecks } from './checks/header-count-checks.ts'
import { headingChecks } from './checks/heading-checks.ts'
import { imageChecks } from './checks/image-checks.ts'
import { imprintChecks } from './checks/imprint-checks.ts'
import { languageChecks } from './checks/language-checks.ts'
import { lineChecks } from './checks/line-checks.ts'
import { linkHostChecks } from './checks/link-host-checks.ts'
import { linkTextChecks } from './checks/link-text-checks.ts'
import { listHeaderChecks } from './checks/list-header-checks.ts'
import { messageIdChecks } from './checks/message-id-checks.ts'
import { multipartChecks } from './checks/multipart-checks.ts'
import { oneClickChecks } from './checks/one-click-checks.ts'
import { preheaderChecks } from './checks/preheader-checks.ts'
import { recipientChecks } from './checks/recipient-checks.ts'
import { scriptMixChecks } from './checks/script-mix-checks.ts'
import { senderNameChecks } from './checks/sender-name-checks.ts'
import { signatureChecks } from './checks/signature-checks.ts'
import { sizeChecks } from './checks/size-checks.ts'
import { stylelessChecks } from './checks/styleless-checks.ts'
import { subjectChecks } from './checks/subject-checks.ts'
import { tableChecks } from './checks/table-checks.ts'
import { textPartChecks } from './checks/text-part-checks.ts'
import { textSizeChecks } from './checks/text-size-checks.ts'
import { transferEncodingChecks } from './checks/transfer-encoding-checks.ts'
import { twinPartChecks } from './checks/twin-part-checks.ts'
import { wayOutChecks } from './checks/way-out-checks.ts'

/** Every statement that is judged, from the outside of a message to the inside. */
export const CHECKS: Check[] = [
  ...lineChecks,
  ...headerCountChecks,
  ...dateChecks,
  ...messageIdChecks,
  ...recipientChecks,
  ...encodedWordChecks,
  ...subjectChecks,
  ...multipartChecks,
  ...transferEncodingChecks,
  ...sizeChecks,
  ...addressChecks,
  ...scriptMixChecks,
  ...languageChecks,
  ...textPartChecks,
  ...cleanTextChecks,
  ...senderNameChecks,
  ...listHeaderChecks,
  ...automaticMailChecks,
  ...oneClickChecks,
  ...signatureChecks,
  ...wayOutChecks,
  ...envelopeChecks,
  ...documentHeadChecks,
  ...tableChecks,
  ...headingChecks,
  ...imageChecks,
  ...linkTextChecks,
  ...contrastChecks,
  ...textSizeChecks,
  ...stylelessChecks,
  ...forbiddenHtmlChecks,
  ...preheaderChecks,
  ...twinPartChecks,
  ...linkHostChecks,
  ...imprintChecks,
]
