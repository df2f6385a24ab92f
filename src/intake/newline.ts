/** Lines as editors count them: LF, CRLF, and the lone CR of old Macs. */
export const NEWLINE = /\r\n|\r|\n/
