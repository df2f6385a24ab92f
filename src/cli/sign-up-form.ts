import { Option, type Command } from 'commander'
import { embeddedForm } from '../flow/embedded-form.ts'
import { wordLanguages } from '../render/words.ts'
import type { Door } from './door.ts'

export function addFormCommand(digest: Command, door: Door): void {
  digest
    .command('form <slug>')
    .description('print the form to sign up as html for a page elsewhere; it posts to us')
    .addOption(new Option('--language <tag>', 'in which language').choices(wordLanguages).default('en'))
    .action((slug: string, { language }: { language: string }) =>
      door.withApp(async (app) => {
        const form = await embeddedForm(app.store, app.publication, { slug, language })
        if (form === undefined) return door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
        door.answer({ html: form }, form.trimEnd().split('\n'))
      }),
    )
}
