import Handlebars from 'handlebars'

export type Template = (data: object) => string

/** What a template may call besides `if`, `unless` and `each`. A closed list: nothing else can run. */
export type Helpers = Record<string, (...parameters: never[]) => string | boolean>

type Options = { helpers?: Helpers; partials?: Record<string, string>; escape?: boolean }

/**
 * Compiles the source of one of our own templates. Data are only ever printed, escaped for html unless `escape` is false: whatever they
 * hold is never compiled, no function in them is called and no prototype is reached. A name that the data lack throws.
 */
export function compileTemplate(source: string, { helpers = {}, partials = {}, escape = true }: Options = {}): Template {
  // An object would be taken for a ready-made syntax tree, which can carry code.
  if (typeof source !== 'string') throw new Error('A template must be text')
  const handlebars = Handlebars.create()
  for (const name of ['log', 'lookup', 'with', 'helperMissing', 'blockHelperMissing']) handlebars.unregisterHelper(name)
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper as Handlebars.HelperDelegate)
  for (const [name, partial] of Object.entries(partials)) handlebars.registerPartial(name, partial)
  const render = handlebars.compile(source, { strict: true, knownHelpersOnly: true, knownHelpers: known(helpers), noEscape: !escape })
  return (data) => render(plain(data))
}

const known = (helpers: Helpers) => ({
  log: false,
  lookup: false,
  with: false,
  ...Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
})

// Functions, getters and prototypes do not survive being written down.
const plain = (data: object): unknown => JSON.parse(JSON.stringify(data))
