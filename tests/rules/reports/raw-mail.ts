/** A mail as it comes over the line. Header fields first, then the body; lines as written here, ended with CRLF. */
export function rawMail(fields: Record<string, string>, body: string): Uint8Array {
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  return new TextEncoder().encode([...header, '', body].join('\n').replaceAll('\n', '\r\n'))
}

/** A multipart report: each part with its type. */
export function rawReport(reportType: string, parts: [type: string, content: string][], fields: Record<string, string> = {}): Uint8Array {
  const body = parts.map(([type, content]) => `--edge\nContent-Type: ${type}\n\n${content}\n`).join('') + '--edge--\n'
  const standard = {
    From: 'MAILER-DAEMON@mx.example.net',
    To: 'b-7-abc@bounce.example.org',
    Subject: 'Undelivered Mail Returned to Sender',
    'Content-Type': `multipart/report; report-type=${reportType}; boundary=edge`,
  }
  return rawMail({ ...standard, ...fields }, body)
}

/** A delivery report as Postfix writes it, about one recipient. */
export function postfixReport(recipient: string, diagnostic: string, fields: { action?: string; status?: string } = {}): Uint8Array {
  const { action = 'failed', status = '5.0.0' } = fields
  return rawReport('delivery-status', [
    ['text/plain', `This is the mail system at host mx.example.net.\n\n<${recipient}>: host mx.example.com[192.0.2.1] said: ${diagnostic}`],
    [
      'message/delivery-status',
      `Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; ${diagnostic}`,
    ],
    ['text/rfc822-headers', `From: news@example.org\nTo: ${recipient}\nSubject: The Daily`],
  ])
}

/** A complaint in the Abuse Reporting Format. */
export function complaintReport(
  fields: string,
  returned = 'From: news@example.org\nTo: rosa@example.com.br\nSubject: The Daily',
): Uint8Array {
  return rawReport('feedback-report', [
    ['text/plain', 'This is an email abuse report for an email message received from IP 192.0.2.1'],
    ['message/feedback-report', fields],
    ['message/rfc822', returned],
  ])
}
