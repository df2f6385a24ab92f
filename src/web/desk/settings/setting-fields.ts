import { originOf, type DeskSetting } from '../../../domain/settings.ts'
import { listSettingsInUse } from '../../../flow/settings/list-in-use.ts'
import type { SettingsChange } from '../../../flow/settings/save-settings.ts'
import type { Words } from '../../../render/word-folder.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'

type Field = { name: DeskSetting; suggestion: string }
type ShownField = Field & { label: string; hint: string; isFixed: boolean; value: string }

/** Fields of a form: as they were typed, else as they are set; those that the environment sets can be looked at only. */
export async function settingFields(web: Web, { request, words }: Visit, fields: Field[]): Promise<ShownField[]> {
  const inUse = await listSettingsInUse(web.store.db, web.settings)
  const typed =
    request.method === 'POST'
      ? formFields(
          request,
          fields.map(({ name }) => name),
        )
      : undefined
  return fields.map(({ name, suggestion }) => {
    const isGiven = isFixed(web.settings, name)
    const set = inUse.find((one) => one.name === name)?.value ?? ''
    return {
      ...{ name, suggestion, label: words.say(`settings.${name}`), hint: words.say(`settings.${name}-hint`) },
      isFixed: isGiven,
      value: isGiven ? set : (typed?.[name] ?? set),
    }
  })
}

export const isFixed = ({ environment }: Web['settings'], name: DeskSetting): boolean => originOf(name, environment, {}) === 'environment'

/** What such a form wants; an empty field goes back to what it is without. */
export function changeFrom({ settings }: Web, { request }: Visit, names: DeskSetting[]): SettingsChange {
  const typed = formFields(request, names)
  const open = names.filter((name) => !isFixed(settings, name))
  return Object.fromEntries(open.map((name) => [name, typed[name].trim() || null]))
}

/** What is wrong, each setting in the words of who asks; what the check says of one that has none is said as it is. */
export function faultsText(mistakes: string[], words: Words): string {
  const said = mistakes.map((mistake) => {
    const name = mistake.slice(0, mistake.indexOf(':'))
    return FAULTS.has(name) ? words.say(`settings.${name}-fault`) : mistake
  })
  return [...new Set(said)].join(' ')
}

const FAULTS = new Set([
  ...['SENDER_NAME', 'SENDER_ADDRESS', 'REPLY_TO', 'PUBLICATION_LANGUAGE', 'POSTAL_ADDRESS'],
  ...['BASE_URL', 'SMTP_URL', 'HELO_NAME', 'BOUNCE_DOMAIN'],
  ...['DKIM_SELECTOR', 'DKIM_NEXT_SELECTOR'],
])
