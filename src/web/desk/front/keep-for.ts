import type { Web } from '../../web.ts'

/** An answer that is kept for so many milliseconds: what costs the database something is asked once, however many look at a page. */
export function keepFor<Answer>(milliseconds: number, ask: (web: Web) => Promise<Answer>): (web: Web) => Promise<Answer> {
  const kept = new WeakMap<Web, { until: number; answer: Promise<Answer> }>()
  return (web) => {
    const known = kept.get(web)
    if (known && web.clock() < known.until) return known.answer
    const answer = ask(web)
    kept.set(web, { until: web.clock() + milliseconds, answer })
    answer.catch(() => kept.delete(web))
    return answer
  }
}
