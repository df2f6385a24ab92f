export { lintMessage as lintMail } from '../mail/lint/lint-message.ts'
