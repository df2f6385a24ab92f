type Waiting<Item, Answer> = { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }

/**
 * Turns work on many items into work on one: what is asked within a turn of the event loop, or while the group before is under way,
 * is done together. `run` answers in the order of its items; when it throws, everyone in the group hears of it.
 */
export function inGroups<Item, Answer>(run: (items: Item[]) => Promise<Answer[]>, most = 500): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = []
  let isRunning = false

  const runAll = async (): Promise<void> => {
    while (waiting.length > 0) await runGroup(waiting.splice(0, most), run)
    isRunning = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isRunning) return
      isRunning = true
      setImmediate(() => void runAll())
    })
}

async function runGroup<Item, Answer>(group: Waiting<Item, Answer>[], run: (items: Item[]) => Promise<Answer[]>): Promise<void> {
  try {
    const answers = await run(group.map(({ item }) => item))
    for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}
