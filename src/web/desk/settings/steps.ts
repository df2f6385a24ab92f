import { lookAtSetUp, SET_UP_STEPS, type SetUpState, type SetUpStep } from '../../../flow/settings/set-up.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'

/** How far the set-up has come. */
export const setUpOf = ({ store, settings }: Web): Promise<SetUpState> => lookAtSetUp(store.db, settings, settings.current())

/** The line above every step: where one is, what is done, and the way to each of the others. */
export async function stepLine(
  web: Web,
  { words }: Visit,
  here: SetUpStep | 'overview',
): Promise<{ steps: object[]; isFinished: boolean; next: string }> {
  const { done, isFinished } = await setUpOf(web)
  const steps = SET_UP_STEPS.map((step, index) => ({
    path: `/settings/${step}`,
    number: index + 1,
    name: words.say(`settings.step-${step}`),
    isDone: done[step],
    isHere: step === here,
  }))
  return { steps, isFinished, next: nextOf(here) }
}

/** After a step comes the next one, until the set-up is finished; after the last, what all of it has come to. */
export async function goOnFrom(web: Web, visit: Visit, step: SetUpStep, notice: DeskNotice): Promise<ReturnType<typeof goOn>> {
  const { isFinished } = await setUpOf(web)
  return goOn(web, visit, isFinished && step !== 'digest' ? `/settings/${step}` : nextOf(step), notice)
}

function nextOf(step: SetUpStep | 'overview'): string {
  const next = step === 'overview' ? undefined : SET_UP_STEPS[SET_UP_STEPS.indexOf(step) + 1]
  return next === undefined ? '/settings' : `/settings/${next}`
}
