import type { Language } from '../domain/briefing.ts'
import type { Font } from '../domain/digest-look.ts'
import type { IssueToRender } from '../domain/issue-to-render.ts'
import { FEWER } from '../domain/links.ts'
import type { PartKind } from '../domain/part.ts'
import { frameView, nameView, storyView } from './issue-view.ts'
import { wordsFor } from './words.ts'

/** A part before its format is chosen: its kind, what it is about, and what its template prints. */
export type Piece = { kind: PartKind; about: number; view: object }

/** Everything of an issue that has to be rendered in one language of the frame. */
export function issuePieces(issue: IssueToRender, language: Language): Piece[] {
  const frame = frameView(issue, language)
  const topics = issue.topics.flatMap((topic) => topicPieces(topic, { frame, font: issue.digest.look?.font }, language))
  return [...framePieces(frame), ...topics, ...storyPieces(issue, frame, language)]
}

const FRAME_KINDS = [
  ...(['opening', 'contents-opening', 'contents-closing', 'lines-opening', 'lines-closing'] as const),
  ...(['more', 'note', 'joined-opening', 'joined-closing', 'closing'] as const),
]

const framePieces = (view: object): Piece[] => FRAME_KINDS.map((kind) => ({ kind, about: 0, view }))

function topicPieces(
  { id, slug, names }: IssueToRender['topics'][number],
  { frame, font }: { frame: object; font: Font | undefined },
  language: Language,
): Piece[] {
  const view = { ...frame, topic: { ...nameView(names, language, font), fewerPath: FEWER + slug } }
  return (['topic-heading', 'label'] as const).map((kind) => ({ kind, about: id, view }))
}

function storyPieces({ stories, digest }: IssueToRender, frame: object, language: Language): Piece[] {
  const words = wordsFor(language)
  const { font } = digest.look ?? {}
  return stories.flatMap(({ position, content, url }): Piece[] => {
    const lead = { ...frame, story: storyView(content, url, { words, size: 'lead', font }) }
    const story = { ...frame, story: storyView(content, url, { words, size: 'story', font }) }
    return [
      { kind: 'contents-line', about: position, view: story },
      { kind: 'lead', about: position, view: lead },
      { kind: 'story', about: position, view: story },
      { kind: 'line', about: position, view: story },
    ]
  })
}
