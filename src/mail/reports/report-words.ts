import { says } from './reply-rule.ts'

// What reports say about themselves, in folded text (fold-text.ts): lower case, without accents.

/** Senders that are programs which deliver mail. */
export const DELIVERY_PROGRAM = says(
  /mailer[-_ ]?daemon|mdaemon|post[-_.]?master|delivery[ .](?:sub)?system|mail delivery|mail system|mail_?server|smtp server/u,
  /mail ?administrator|system administrator|internet mail|exchange server|mail ?gate|mailsweeper|interscan|antispam|bounce/u,
  /listserv|majordomo|-(?:admin|owner)@|<>|no-?reply@.{0,60}amazon/u,
)

/** Senders that are programs of any kind. */
export const NO_REPLY = /\b(?:no|do-?not|dont)[-_.]?reply/u

export const FAILURE_SUBJECT = says(
  /undeliver|un-deliver|non-?deliver|not delivered|failure notice|loop alert|return(?:ed|ing)? (?:mail|message|to sender)/u,
  /deliver\w* (?:status|fail|problem|report|notif|error|delay|attempt|has)/u,
  /(?:fail|failure|failed|error|problem)\w* (?:notice|deliver|mail|message|sending|send)/u,
  /(?:mail|message|system|delivery|sending)\b.{0,30}\b(?:fail|error|reject|return|not deliver|undeliver|delay|problem|bounce)/u,
  /could(?: not|n't) (?:be )?(?:deliver|send|sent)|was rejected|\[bounce\]|bounce(?:d)? (?:notif|mail|message|report)/u,
  /unzustellbar|nicht zugestellt|zustellung|fehlgeschlagen|onbestelbaar|niet bezorgd/u,
  /non (?:remis|delivre|distribu|recapit)|echec|no (?:se )?(?:ha )?(?:podido )?entreg|devuelto|devolvido|nao (?:foi )?entreg|falha/u,
  /mancat[ao] consegna|не доставлен|недостав|ошибка доставки/u,
  /配信(?:不能|エラー|失敗)|送信(?:エラー|失敗|できません)|メールエラー|エラーメール|退信|(?:投递|传输|寄信|发送)失[败敗]|无法投递|未送达/u,
  /반송|전송 실패|تعذر|فشل/u,
)

/** Sentences that tell of a mail that did not arrive. */
export const FAILURE_SENTENCE = says(
  /(?:could|can|was|were|did|has|have|had|been)(?: ?not|n't) (?:be |been |yet been )?(?:able to )?(?:deliver|reach|receiv|sent|accept)/u,
  /(?:un|not )deliver|unable to (?:deliver|send)|trouble delivering|deliver\w* (?:has |have )?(?:failed|failure|problem|error)/u,
  /rejected|returned|bounced|refused|permanent (?:fatal )?error|fatal errors/u,
  /nicht (?:zugestellt|ausgeliefert)|n'a pas (?:pu|ete)|no (?:se pudo|pudo|ha sido)|не (?:может быть|была|был) доставлен/u,
  /失敗|送信できません|届け|无法|退回/u,
)

/** The mail is still being tried. */
export const DELAY = says(
  /\bdelayed\b|not yet been delivered|still (?:being |be )?(?:retr|attempt|undelivered|trying)|no action is required/u,
  /will (?:be )?(?:retr|keep trying|continue)|delivery attempts will continue|temporarily (?:deferred|undeliverable)/u,
  /this is a warning|warning message only|verzogert|retrasad|retarde|задерж/u,
)

/** … or is not any more. */
export const GIVEN_UP = says(
  /given up|giving up|give up|failed permanently|permanent(?:ly)? (?:error|failure|fatal)|has failed|returned to/u,
  /could not be delivered/u,
)

export const AUTOMATIC_SUBJECT = says(
  /\bout[- ]of[- ](?:the[- ])?office|\bauto(?:matic|mated)?[- ]?(?:reply|respon|antwort|svar)|\bvacation\b|on holiday|away from/u,
  /absence|abwesen|automatische antwort|reponse automatique|\babsent\b|respuesta automatica|fuera de|resposta automatica|ausente/u,
  /risposta automatica|fuori sede|automatisch antwoord|afwezig|automaattinen|odpowiedz automatyczna|автоответ|автоматический ответ/u,
  /自動(?:返信|応答)|不在|自动(?:回复|答复)|自動回覆|休假|자동 ?(?:회신|응답)|부재중|رد تلقائي/u,
)

/** Requests to prove that a person wrote. */
export const CHALLENGE = says(
  /\bchallenge\b|\btmda\b|spam ?arrest|\bboxbe\b|please (?:confirm|verify) (?:your|that you)|sender (?:verification|confirmation)/u,
  /(?:confirm|verify) (?:your|this) (?:message|e-?mail|mail|delivery)|added to (?:my|the|their) (?:guest|approved|whitelist)/u,
)
