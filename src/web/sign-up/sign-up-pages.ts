import { ROUTES } from '../../domain/links.ts'
import { wordsFor } from '../../render/words.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { signUpView, type SignUpForm } from './sign-up-view.ts'

/** The form on a page of its own; without one, that there is nothing to subscribe to. */
export function writeSignUpPage(web: Web, language: string, form: SignUpForm | undefined): string {
  const heading = wordsFor(language).say('signUpNone')
  const signUp = form ? signUpView(web, form) : null
  const path = ROUTES.signUp.slice(1) + (form ? `?digest=${form.offer.digest.slug}` : '')
  const about = { path, isInEveryLanguage: true, chosen: form?.chosen }
  return writePage(web, { name: 'sign-up', language, title: signUp?.title ?? heading, view: { heading, signUp }, about })
}

type Asked = { language: string; address: string; slug: string }

/** The one answer to everybody who has asked. */
export function writeAskedPage(web: Web, { language, address, slug }: Asked): string {
  const words = wordsFor(language)
  const heading = words.say('signUpSentTitle')
  const view = { heading, sent: words.say('signUpSent', { address }), path: `${ROUTES.signUp.slice(1)}?digest=${slug}` }
  return writePage(web, { name: 'asked', language, title: heading, words: ['signUpSentAbout', 'signUpBack'], view })
}

export function writeBusyPage(web: Web, { language, isHere }: { language: string; isHere: boolean }): string {
  const words = wordsFor(language)
  const heading = words.say('signUpBusyTitle')
  return writePage(web, {
    name: 'fault',
    language,
    title: heading,
    view: { heading, next: words.say(isHere ? 'signUpBusyHere' : 'signUpBusy') },
  })
}
