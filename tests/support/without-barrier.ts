import { registerHooks } from 'node:module'

// Loaded with --import into a sender that is to show that the kill test can fail: it lets every final dot leave without writing the
// intent down first.
const BARRIER = '() => (posting = post(delivery))'

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith('/src/flow/deliver.ts')) return loaded
    const source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString()
    if (!source.includes(BARRIER)) throw new Error('deliver.ts has another barrier than this file takes out')
    return { ...loaded, source: source.replace(BARRIER, '() => Promise.resolve(true)') }
  },
})
