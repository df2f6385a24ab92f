export type Theme = 'light' | 'dark'

/** A mail's html as it looks where people have chosen that theme, whatever whoever looks at it has chosen. */
export const inTheme = (html: string, theme: Theme): string =>
  html.replaceAll(/@media\s*\(prefers-color-scheme:\s*dark\)/g, theme === 'dark' ? '@media all' : '@media not all')
