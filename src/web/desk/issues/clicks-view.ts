import type { Instant } from '../../../domain/instant.ts'
import { listClicks, listClicksOverTime } from '../../../store/listings/clicks.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'

/** How often the links of an issue were followed; nothing where that is not counted and never was. */
export async function clicksView({ store: { db }, publication }: Web, { words, when }: Visit, issueId: number) {
  const links = await listClicks(db, issueId)
  if (links.length === 0 && publication.countsClicks !== true) return undefined
  const hours = await listClicksOverTime(db, issueId)
  const [most, busiest] = [links, hours].map((some) => Math.max(1, ...some.map(({ clicks }) => clicks)))
  const counted = (clicks: number, of = 1) => ({ count: words.say('number', { n: clicks }), share: Math.round((clicks / of) * 100) })
  const home = publication.links.home()
  return {
    all: words.say('issues.clicksAll', { count: links.reduce((sum, { clicks }) => sum + clicks, 0) }),
    links: links.map(({ link, title, briefingId, clicks }) => ({
      ...counted(clicks, most),
      ...{ url: link.startsWith('/') ? home + link.slice(1) : link, title: title ?? link, isOfIntroduction: briefingId === null },
    })),
    hours: hours.map(({ hour, clicks }: { hour: Instant; clicks: number }) => ({ ...counted(clicks, busiest), when: when(hour) })),
  }
}
