/** What MJML hands to the frame of a document. */
type Document = { content: string; title: string; style: string[]; lang: string; dir: string; headRaw?: string[] }

/**
 * The document around the compiled body. MJML's own declares no charset in the short form, and repeats what our inline styles say.
 * Every style stands in an element of its own, because Gmail drops a whole element for one thing in it that it does not know.
 */
export const mailSkeleton = ({ content, title, style, lang, dir, headRaw = [] }: Document): string => `<!doctype html>
<html lang="${lang}" dir="${dir}" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${headRaw.join('\n')}
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->
${style.map((rules) => `<style>${rules}</style>`).join('\n')}
</head>
${content}
</html>
`
