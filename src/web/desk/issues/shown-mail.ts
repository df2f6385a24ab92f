import { inTheme, type Theme } from '../../../render/in-theme.ts'

/** How a mail is to be looked at. `marked`: addresses of stories that another reader does not get. */
export type MailLook = { look: Theme; images: 'on' | 'off'; marked: string[] }

/**
 * The html of a mail for looking at: light or dark as wished instead of as the machine has it, without pictures as many programs show it,
 * links opening beside it. The mail itself stays what it is; this is a copy.
 */
export function shownMail(html: string, { look, images, marked }: MailLook): string {
  const themed = inTheme(html, look)
  const seen = images === 'off' ? themed.replaceAll(/(<img\b[^>]*?)\ssrc="[^"]*"/gi, '$1').replaceAll(/\sbackground="[^"]*"/gi, '') : themed
  const styles = [`:root{color-scheme:${look}}`, ...(images === 'off' ? ['*{background-image:none!important}'] : []), ...marked.map(markOf)]
  const head = `<base target="_blank"><style>${styles.join('')}</style>`
  return /<head[^>]*>/i.test(seen) ? seen.replace(/<head[^>]*>/i, (tag) => tag + head) : head + seen
}

// An address that could end the rule is no address of ours.
const markOf = (url: string): string =>
  /^[\w:/.%?&=~+@,;-]+$/.test(url) ? `a[href="${url}"]{outline:3px solid #f59f00;outline-offset:3px;background:#fff3bf!important}` : ''
