/** The programs by which most mail is read; the letters of a row below stand in this order. */
export const MAIL_PROGRAMS = [
  { name: 'Gmail', known: 'gmail.desktop-webmail' },
  { name: 'Gmail (Android)', known: 'gmail.android' },
  { name: 'Outlook (Windows)', known: 'outlook.windows' },
  { name: 'Outlook.com', known: 'outlook.outlook-com' },
  { name: 'Apple Mail (iOS)', known: 'apple-mail.ios' },
  { name: 'Yahoo Mail', known: 'yahoo.desktop-webmail' },
  { name: 'Samsung Email', known: 'samsung-email.android' },
] as const

type Feature = {
  /** Its name at caniemail.com, where each is explained. */
  slug: string
  /** As an editor knows it, the same in every language. */
  name: string
  /** How it looks in the html of a mail. */
  looks: RegExp
  /** y: supported, a: partly, n: not, u: unknown. */
  support: string
  /** Where it is lacking, a mail is still whole: only a little less pretty. */
  isExtra?: true
}

/** What our mails use, or a template of one's own might use. Source: caniemail.com (MIT), data of 2026. */
export const MAIL_FEATURES: Feature[] = [
  {
    slug: 'css-at-media-prefers-color-scheme',
    name: '@media (prefers-color-scheme)',
    looks: /prefers-color-scheme/i,
    support: 'nnnyyny',
    isExtra: true,
  },
  {
    slug: 'html-meta-color-scheme',
    name: '<meta name="color-scheme">',
    looks: /<meta[^>]{0,80}name="color-scheme"/i,
    support: 'nnnnnnn',
    isExtra: true,
  },
  { slug: 'css-at-media', name: '@media', looks: /@media/i, support: 'aanayaa', isExtra: true },
  { slug: 'css-border-radius', name: 'border-radius', looks: /border-radius:/i, support: 'yynyyay', isExtra: true },
  { slug: 'css-box-shadow', name: 'box-shadow', looks: /box-shadow:/i, support: 'nanyyny', isExtra: true },
  { slug: 'css-letter-spacing', name: 'letter-spacing', looks: /letter-spacing:/i, support: 'yyayyyy', isExtra: true },
  { slug: 'css-at-font-face', name: '@font-face', looks: /@font-face/i, support: 'nnanyny', isExtra: true },
  { slug: 'css-at-import', name: '@import', looks: /@import/i, support: 'nnynynn' },
  { slug: 'css-display-flex', name: 'display: flex', looks: /display:\s*(?:inline-)?flex/i, support: 'yanyyyy' },
  { slug: 'css-display-grid', name: 'display: grid', looks: /display:\s*(?:inline-)?grid/i, support: 'yanyyyy' },
  { slug: 'css-gap', name: 'gap', looks: /[;"\s]gap:/i, support: 'aanayny' },
  { slug: 'css-position', name: 'position', looks: /position:\s*(?:absolute|fixed|relative|sticky)/i, support: 'nnnaaaa' },
  { slug: 'css-float', name: 'float', looks: /float:/i, support: 'yanyyay' },
  { slug: 'css-max-width', name: 'max-width', looks: /max-width:/i, support: 'yyayyyy' },
  { slug: 'css-min-height', name: 'min-height', looks: /min-height:/i, support: 'yynyyyy' },
  { slug: 'css-opacity', name: 'opacity', looks: /[;"\s]opacity:/i, support: 'yynyyyy' },
  { slug: 'css-overflow', name: 'overflow', looks: /overflow(?:-[xy])?:/i, support: 'aanaaaa' },
  { slug: 'css-object-fit', name: 'object-fit', looks: /object-fit:/i, support: 'yanyyny' },
  { slug: 'css-background-image', name: 'background-image', looks: /background-image:/i, support: 'yynyyay' },
  { slug: 'css-linear-gradient', name: 'linear-gradient()', looks: /linear-gradient\(/i, support: 'yannyna' },
  { slug: 'css-variables', name: 'var()', looks: /var\(--/i, support: 'nnnnyny' },
  { slug: 'css-unit-calc', name: 'calc()', looks: /calc\(/i, support: 'yannyny' },
  { slug: 'css-unit-rem', name: 'rem', looks: /\drem\b/i, support: 'yynyyny' },
  { slug: 'css-unit-vw', name: 'vw', looks: /\dvw\b/i, support: 'yynyyyy' },
  { slug: 'css-margin-inline-start-end', name: 'margin-inline', looks: /margin-inline-(?:start|end):/i, support: 'nnnnyny' },
  { slug: 'css-padding-inline-start-end', name: 'padding-inline', looks: /padding-inline-(?:start|end):/i, support: 'nnnnyny' },
  { slug: 'css-animation', name: 'animation', looks: /animation(?:-name)?:/i, support: 'nnnnyny' },
  { slug: 'css-transition', name: 'transition', looks: /transition:/i, support: 'nnnnyaa' },
  { slug: 'css-transform', name: 'transform', looks: /[;"\s]transform:/i, support: 'nnnnyny' },
  { slug: 'css-filter', name: 'filter', looks: /[;"\s]filter:/i, support: 'nnnnyny' },
  { slug: 'css-writing-mode', name: 'writing-mode', looks: /writing-mode:/i, support: 'yanyyny' },
  { slug: 'css-nesting', name: 'CSS nesting', looks: /\{[^{}]{0,500}&[\s.:]/i, support: 'nnnnyna' },
  { slug: 'html-svg', name: '<svg>', looks: /<svg[\s>]/i, support: 'nnnnyny' },
  { slug: 'html-video', name: '<video>', looks: /<video[\s>]/i, support: 'nnnnana' },
  { slug: 'html-audio', name: '<audio>', looks: /<audio[\s>]/i, support: 'nnnnyny' },
  { slug: 'html-picture', name: '<picture>', looks: /<picture[\s>]/i, support: 'nnnnyny' },
  { slug: 'html-srcset', name: 'srcset', looks: /\ssrcset=/i, support: 'nnnnyny' },
  { slug: 'html-form', name: '<form>', looks: /<form[\s>]/i, support: 'yynayyy' },
  { slug: 'html-link', name: '<link>', looks: /<link[\s>]/i, support: 'nnynynn' },
  { slug: 'html-dialog', name: '<dialog>', looks: /<dialog[\s>]/i, support: 'nynnyny' },
  { slug: 'html-bdi', name: '<bdi>', looks: /<bdi[\s>]/i, support: 'nnnnyny', isExtra: true },
  { slug: 'html-ruby', name: '<ruby>', looks: /<ruby[\s>]/i, support: 'nanyyyy' },
  { slug: 'image-base64', name: 'data:image', looks: /src="data:image/i, support: 'nnayyyy' },
  { slug: 'image-avif', name: 'AVIF', looks: /\.avif["?]/i, support: 'aanyyyy' },
  { slug: 'image-webp', name: 'WebP', looks: /\.webp["?]/i, support: 'aanyyyy' },
]
