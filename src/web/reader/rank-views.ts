import type { Words } from '../../render/words.ts'

/** Languages can be put in an order of so many. */
export const RANKS = 3

/** The fields by which a reader puts so many languages in an order; each names itself in its own language. */
export function rankViews({ chosen, offered, ranks }: { chosen: string[]; offered: string[]; ranks: number }, words: Words) {
  return Array.from({ length: ranks }, (_, rank) => ({
    rank,
    label: words.say('chooseRank', { number: rank + 1 }),
    none: rank === 0 ? '' : words.say('chooseNoLanguage'),
    languages: offered.map((language) => ({
      language,
      name: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
      isChosen: language === chosen[rank],
    })),
  }))
}
