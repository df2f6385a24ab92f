import type { Figure, Result } from './figure.ts'
import { readOptions } from './options.ts'
import { pipeline } from './pipeline.ts'
import { printTable } from './print-table.ts'

const FIGURES: Record<string, Figure> = { pipeline }

const options = readOptions(process.argv.slice(2))
const results: Result[] = []
for (const [name, measure] of Object.entries(FIGURES)) {
  if (options.figures.length > 0 && !options.figures.includes(name)) continue
  results.push(...(await measure(options)))
}
if (options.isJson) console.log(JSON.stringify(results))
else printTable(results)
