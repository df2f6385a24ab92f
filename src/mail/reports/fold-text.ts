/** Latin letters whose stroke or missing dot Unicode does not take apart. */
const PLAIN_LETTERS: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd' }

/** Lower case, half-width, without accents, one kind of apostrophe: `Boîte pleine` and `BOITE PLEINE` become the same. */
export function foldText(text: string): string {
  return (
    text
      .normalize('NFKD')
      // Only Latin letters: й without its breve is another letter.
      .replace(/(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[ıłøđ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
      .replace(/[‘’ʼ`´]/g, "'")
  )
}
