export { readMessage as readMail } from '../mail/read-message.ts'
