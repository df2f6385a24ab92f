/** Which kinds of letters a mail is set in: headlines with serifs and text without, all with, or all without. */
export const FONTS = ['newspaper', 'serif', 'sans'] as const
export type Font = (typeof FONTS)[number]

/** Where the name stands: in the middle, at the side at which one begins to read, or on a band of the digest's colour. */
export const MASTHEADS = ['centred', 'side', 'band'] as const
export type Masthead = (typeof MASTHEADS)[number]

/** A picture that is kept for ever under the hash of its bytes, so that mails of long ago find it. */
export type Logo = { path: string; width: number; height: number }

/** How the mails of a digest look, and under which name they come. What is not said is as usual. */
export type DigestLook = {
  /** `#rrggbb`; made darker or lighter until it can be read (render/palette.ts). */
  colour?: string
  font?: Font
  masthead?: Masthead
  logo?: Logo
  /** Before the one address that all mails come from. */
  senderName?: string
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)
export const isFont = (text: string): text is Font => FONTS.some((font) => font === text)
export const isMasthead = (text: string): text is Masthead => MASTHEADS.some((masthead) => masthead === text)
