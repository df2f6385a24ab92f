import { registerHooks } from 'node:module'

// Loaded with --import into a sender that is to show that the kill test can fail: every final dot leaves without the intent having been
// written down, and what was accepted is settled from wherever it stands.
const CHANGES = [
  {
    file: '/src/flow/deliver.ts',
    from: 'await markPosting(tx, mails.flat(), leaseUntil)',
    to: 'new Set(leaseUntil ? mails.flat().map(({ id }) => id) : [])',
  },
  { file: '/src/store/deliveries.ts', from: "and ends.state not in ('accepted', 'doubtful')", to: '' },
]

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    const change = CHANGES.find(({ file }) => url.endsWith(file))
    if (!change) return loaded
    const source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString()
    if (!source.includes(change.from)) throw new Error(`${change.file} has another barrier than this file takes out`)
    return { ...loaded, source: source.replace(change.from, change.to) }
  },
})
