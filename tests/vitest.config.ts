import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname
const globalSetup = new URL('support/prepare.ts', import.meta.url).pathname

export default defineConfig({
  test: {
    root,
    // Node runs the tests as it runs the program: it strips the types itself, and Vite transforms nothing.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: '100%',
    projects: [
      { test: { name: 'rules', include: ['tests/rules/**/*.test.ts'], isolate: false, testTimeout: 20_000 } },
      { test: { name: 'parts', include: ['tests/parts/**/*.test.ts'], globalSetup, testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup,
          // A journey starts processes of its own. Two at once would wait for each other, so they come last, one by one.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
