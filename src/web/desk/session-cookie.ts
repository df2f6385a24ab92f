import type { CookieSerializeOptions } from '@fastify/cookie'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'

export const SESSION_COOKIE = 'desk'

/** Never read by scripts, never sent along from other sites, and over https only where we are reached by it. */
export const cookieOptions = ({ publication }: Web): CookieSerializeOptions => {
  const home = publication.links.home()
  return { path: `${rootOf(home)}desk`, httpOnly: true, sameSite: 'strict', secure: home.startsWith('https:') }
}
