import { alsoOf, ROUTES } from '../../domain/links.ts'
import { maskAddress } from '../../domain/mask-address.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import type { ReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import { askedLanguage } from '../asked-languages.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { nameView } from './name-view.ts'
import { noticeView, type PageNotice, type UndoView } from './notice-view.ts'

type Leaving = {
  known: ReaderSubscription | undefined
  token: string
  also: string[]
  acceptLanguage: string | undefined
  notice?: PageNotice
  undo?: UndoView | null
}

/** One button for who is subscribed; else that it is done. Who is not known any more is told the same. */
export function writeLeavePage(web: Web, { known, token, also, acceptLanguage, notice, undo }: Leaving): string {
  const language = known ? frameLanguage(known.subscription.languages) : askedLanguage(web, acceptLanguage)
  const words = wordsFor(language)
  const isSubscribed = known?.subscription.state === 'active'
  const title = words.say(isSubscribed ? 'leaveTitle' : 'leftTitle')
  const view = {
    isSubscribed,
    digest: known ? nameView(known.digestNames, language) : null,
    address: known ? maskAddress(known.address) : '',
    others: known && known.otherDigests > 0 ? words.say('leaveAll', { count: known.otherDigests }) : '',
    leavePath: ROUTES.unsubscribe.slice(1) + token + alsoOf(also.map((one) => encodeURIComponent(one))),
    notice: noticeView(notice, words),
    undo: undo ?? null,
    preferencesPath: known ? ROUTES.preferences.slice(1) + token : '',
  }
  const keys = isSubscribed ? ['leaveAbout', 'leaveButton', 'leaveOr', ...WAYS] : ['leftAbout', 'leftOr', 'leftReturn', 'undoButton']
  return writePage(web, { name: isSubscribed ? 'leave' : 'left', language, title, words: keys, view: { ...view, heading: title } })
}

const WAYS = ['leaveFewer', 'leaveSeldom', 'leavePause', 'undoButton']
