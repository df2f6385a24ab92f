/** Runs a job so many times, at most `atOnce` of them at the same time. */
export async function runAtOnce(atOnce: number, count: number, job: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    while (next < count) await job(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
