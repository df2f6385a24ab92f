import type { Command } from 'commander'
import { embeddedForm } from '../flow/embedded-form.ts'
import { wordLanguages } from '../render/words.ts'
import type { Door } from './door.ts'
import { isSpoken } from './known.ts'

export function addFormCommand(digest: Command, door: Door): void {
  digest
    .command('form <slug>')
    .description('print the form to sign up as html for a page elsewhere; it posts to us')
    .option('--language <tag>', 'in which language, such as en, zh or ar', 'en')
    .action((slug: string, { language }: { language: string }) =>
      door.withApp(async (app) => {
        if (!isSpoken(door, language, wordLanguages())) return
        const form = await embeddedForm(app.store, app.publication, { slug, language })
        if (form === undefined) return door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
        door.answer({ html: form }, form.trimEnd().split('\n'))
      }),
    )
}
