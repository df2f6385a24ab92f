export type Answered = { took: number; said: string }

const SAMPLES = 200
const WARMING = 20

/**
 * Asks 200 times for each kind, in an order of chance, so that whatever else the machine does falls on all alike. Says every answer that came,
 * how far the middle times of the kinds lie apart, and how far the times of one kind are spread: what is smaller than that is noise. The
 * samples before the first, with a negative index, warm the machine.
 */
export async function compareAnswers<Kind extends string>(
  kinds: readonly Kind[],
  ask: (kind: Kind, index: number) => Promise<Answered>,
): Promise<{ answers: string[]; difference: number; spread: number }> {
  const times = new Map<Kind, number[]>()
  const answers = new Set<string>()
  for (let index = -WARMING; index < SAMPLES; index++) {
    for (const kind of kinds.toSorted(() => Math.random() - 0.5)) {
      const { took, said } = await ask(kind, index)
      answers.add(said)
      if (index >= 0) times.set(kind, [...(times.get(kind) ?? []), took])
    }
  }
  const medians = [...times.values()].map((taken) => quantile(taken, 0.5))
  const spread = Math.max(...[...times.values()].map((taken) => quantile(taken, 0.75) - quantile(taken, 0.25)))
  return { answers: [...answers], difference: Math.max(...medians) - Math.min(...medians), spread }
}

const quantile = (times: number[], part: number): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? 0
