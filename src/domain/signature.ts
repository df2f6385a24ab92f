/** Makes a tamper-proof word of lower-case letters and digits for a purpose and a message. Handed in: the domain has no keys. */
export type Sign = (purpose: Purpose, message: string) => string

/** Whether `Sign` made this word, with the key of today or one that was in use before. */
export type IsSigned = (purpose: Purpose, message: string, signature: string) => boolean

export type Purpose =
  | 'subscription'
  | 'bounce'
  | 'message-id'
  | 'feedback'
  | 'address'
  | 'sign-up'
  | 'form'
  | 'hook'
  | 'set-up'
  | 'issue'
  | 'story'
  | 'click'
  | 'feed'
  | 'new-address'
  | 'old-address'
