import { keepCompiled } from './keep-compiled.ts'

keepCompiled()
const { runServer } = await import('./run-server.ts')
process.exitCode = await runServer()
