const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' })

export type Sentence = { text: string; start: number }

/** Ends that are none: `Feb. 5`, `U.S. sanctions`, `No. 3`, `e.g. this`. */
const ABBREVIATION =
  /(?:^|[\s(“"])(?:\p{L}\.){1,4}\s*$|(?<!\p{L})(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|Nos|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|St|vs|etc|approx|z\.B|Nr|ca)\.\s*$/u

/** The sentences of a text and where they begin; what an abbreviation seems to end goes on. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = []
  for (const { segment, index } of segmenter.segment(text)) {
    const last = sentences.at(-1)
    if (last && ABBREVIATION.test(last.text)) last.text += segment
    else sentences.push({ text: segment, start: index })
  }
  return sentences
}
