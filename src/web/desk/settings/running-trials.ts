import type { MailServerTested } from '../../../flow/settings/test-mail-server.ts'
import type { Web } from '../../web.ts'
import type { Steps } from './trial-view.ts'

/** A trial that somebody has begun: how far it is, and at its end what it came to. `url` is what was tried, where it was typed. */
export type RunningTrial = { steps: Steps; url: string | undefined; tested: MailServerTested | undefined }

const running = new WeakMap<Web, Map<number, RunningTrial>>()

/** Each person's last trial in this process; it is watched for some seconds only. */
export function trialsOf(web: Web): Map<number, RunningTrial> {
  const trials = running.get(web) ?? new Map<number, RunningTrial>()
  running.set(web, trials)
  return trials
}
