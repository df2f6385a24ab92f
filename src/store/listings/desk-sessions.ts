export { listSessions, type DeskSession } from '../desk-sessions.ts'
