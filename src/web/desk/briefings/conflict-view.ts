import { TEXT_FIELDS } from '../../../domain/briefing-fields.ts'
import type { OpenEditor } from '../../../flow/editing/open-editor.ts'
import type { Saved } from '../../../flow/editing/save-briefing.ts'
import type { Visit } from '../desk-route.ts'

type Clash = Extract<Saved, { reason: 'conflict' }>

/** What two people have changed in different ways, side by side; everything that was typed travels along. */
export function conflictView({ briefing, fields, revision }: OpenEditor, { theirs, conflicts }: Clash, { words, when }: Visit) {
  return {
    id: briefing.id,
    revision,
    about: words.say('briefings.conflictAbout', { author: theirs.author || words.say('briefings.somebody'), when: when(theirs.at) }),
    hidden: [
      ...TEXT_FIELDS.map((name) => ({ name, value: fields[name] })),
      ...fields.topics.map((value) => ({ name: 'topics', value })),
      { name: 'isPinned', value: fields.isPinned ? 'yes' : '' },
    ],
    conflicts: conflicts.map(({ id, field, mine, theirs: other }) => ({
      ...{ id, mine, theirs: other, isText: field === 'body' || field === 'sources' || field === 'keyPoints' },
      label: words.say(`briefings.field-${field}`),
    })),
  }
}
