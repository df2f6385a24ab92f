/** Text to compare by, where upper and lower case are the same. The sigma at the end of a Greek word shares its capital with the other. */
export const foldCase = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
