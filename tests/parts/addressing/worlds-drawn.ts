const { WORLDS, SEED } = process.env

/** How many random worlds a test lives through, and how it stops; `WORLDS=2000` asks for the long form. */
export type Drawn = { numRuns: number; seed: number; interruptAfterTimeLimit: number; markInterruptAsFailure: boolean }

/**
 * The short form draws the same worlds each time, that a change be judged by what it changed; the long one draws others. A failure names
 * its seed, and `SEED=…` repeats it.
 */
export const worldsDrawn = (few: number): Drawn => ({
  numRuns: Number(WORLDS ?? few),
  seed: Number(SEED ?? (WORLDS === undefined ? 1 : Math.floor(Math.random() * 2 ** 31))),
  // Making a failure smaller ends before the test is out of time, or nobody would hear of the failure.
  interruptAfterTimeLimit: timeFor(few) - 20_000,
  markInterruptAsFailure: true,
})

/** Milliseconds that a test of so many worlds may take. */
export const timeFor = (few: number): number => 60_000 + Number(WORLDS ?? few) * 400
