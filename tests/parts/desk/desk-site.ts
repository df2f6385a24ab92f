import type { DeskRole } from '../../../src/domain/desk-role.ts'
import { addPerson } from '../../../src/flow/desk/add-person.ts'
import { choosePassword } from '../../../src/flow/desk/choose-password.ts'
import { NOON } from '../../support/world.ts'
import { FORM, type Site } from '../web/site.ts'

export const PASSWORD = 'correct horse battery'

/** Somebody of that role who has chosen a password; told is the person's number. */
export async function worker({ store }: Site, role: DeskRole, address = `${role}@example.com`): Promise<number> {
  const added = await addPerson(store, { address, name: role, role, language: 'en' }, { id: null, name: 'tests' }, NOON)
  if (!added.ok) throw new Error(added.reason)
  const chosen = await choosePassword(store, { word: added.word, password: PASSWORD }, NOON)
  if (!chosen.ok) throw new Error(chosen.reason)
  return added.personId
}

/** A browser as far as cookies and forms go. */
export function browse({ server }: Site) {
  const jar = new Map<string, string>()
  const request = async (method: 'GET' | 'POST', url: string, body?: Record<string, string>, more: Record<string, string> = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const payload = body && new URLSearchParams(body).toString()
    const headers = { cookie, ...(body ? FORM : {}), ...more }
    const answer = await server.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
    for (const { name, value } of answer.cookies) jar.set(name, value)
    return answer
  }
  const get = (url: string) => request('GET', url)
  /** Sends a form with the token that stands on a page. */
  const post = async (url: string, body: Record<string, string> = {}, from = '/desk/sign-in', more: Record<string, string> = {}) => {
    const page = await get(from)
    const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.body) ?? []
    return request('POST', url, { _csrf: csrf.replaceAll('&#x3D;', '='), ...body }, more)
  }
  const signIn = (address: string, password = PASSWORD, code = '') => post('/desk/sign-in', { address, password, code })
  return { jar, request, get, post, signIn }
}
