import type { Digest } from '../domain/digest.ts'
import type { NoticeContent, NoticeStory } from '../domain/notice.ts'
import type { Names } from '../domain/topic.ts'
import { nameIn } from '../render/name-in.ts'
import { wordsFor } from '../render/words.ts'

/** What the mails about signing up say. Nothing that was typed into a form stands in them but the address: they go to whoever it names. */
type About = { digest: Pick<Digest, 'names'>; language: string; address: string; url: string }

export function confirmationMail({ topics, ...about }: About & { topics: Names[] }): NoticeContent {
  const { say } = sayer(about)
  const names = topics.map((names) => nameIn(names, about.language).text)
  return {
    subject: say('noticeSignUpSubject'),
    heading: say('noticeSignUpHeading'),
    paragraphs: [say('noticeSignUp'), say('noticeSignUpTopics', { topics: wordsFor(about.language).list(names) })],
    button: { label: say('noticeSignUpButton'), url: about.url },
    remarks: [say('noticeSignUpUntil'), say('noticeSignUpNot')],
  }
}

/** To somebody who signs up for what comes already. */
export function knownMail(about: About): NoticeContent {
  const { say } = sayer(about)
  return {
    subject: say('noticeKnownSubject'),
    heading: say('noticeKnownSubject'),
    paragraphs: [say('noticeKnown')],
    button: { label: say('noticeKnownButton'), url: about.url },
    remarks: [say('noticeKnownNot')],
  }
}

/** To whoever has confirmed: with what the latest issue has on the reader's topics, if it has anything. */
export function welcomeMail({ stories = [], ...about }: About & { stories?: NoticeStory[] }): NoticeContent {
  const { say } = sayer(about)
  return {
    subject: say('noticeWelcomeSubject'),
    heading: say('noticeWelcomeSubject'),
    paragraphs: [say('noticeWelcome'), ...(stories.length > 0 ? [say('noticeWelcomeLatest')] : [])],
    stories,
    button: { label: say('noticeWelcomeButton'), url: about.url },
    remarks: [say('noticeWelcomeWay')],
  }
}

function sayer({ digest, language, address }: About) {
  const words = wordsFor(language)
  const name = nameIn(digest.names, language).text
  const say = (key: string, more: Record<string, string> = {}): string => words.say(key, { digest: name, address, ...more })
  return { say }
}
