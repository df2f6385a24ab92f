/** Keeps the answers for the keys asked last, at most so many; an answer that failed is asked anew. */
export function remember<Key, Answer>(ask: (key: Key) => Promise<Answer>, most: number): (key: Key) => Promise<Answer> {
  const known = new Map<Key, Promise<Answer>>()
  return (key) => {
    const answer = known.get(key) ?? ask(key)
    known.delete(key)
    known.set(key, answer)
    answer.catch(() => known.delete(key))
    for (const oldest of known.keys()) {
      if (known.size <= most) break
      known.delete(oldest)
    }
    return answer
  }
}
