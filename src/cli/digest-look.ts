import { readFile } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import type { App } from '../app.ts'
import { FONTS, MASTHEADS } from '../domain/digest-look.ts'
import { dressDigest } from '../flow/dress-digest.ts'
import { listDigests } from '../store/listings/digests.ts'
import { COMMAND_LINE } from './command-line.ts'
import type { Door } from './door.ts'

type Wish = { colour?: string; font?: string; masthead?: string; senderName?: string; logo?: string | false }

export function addLookCommand(digest: Command, door: Door): void {
  digest
    .command('look <slug>')
    .description('how its mails look; what is not named stays, and issues that are approved keep their look')
    .option('--colour <colour>', 'such as #9c2a1f, made darker or lighter until it can be read; "" is the usual one')
    .addOption(new Option('--font <kind>', 'which kinds of letters').choices(FONTS))
    .addOption(new Option('--masthead <kind>', 'where the name stands').choices(MASTHEADS))
    .option('--sender-name <name>', 'before the one address that all mails come from; "" is the usual one')
    .option('--logo <file>', 'a PNG, JPEG or GIF above the name')
    .option('--no-logo', 'without one')
    .action((slug: string, wish: Wish) => door.withApp((app) => dress(app, door, slug, wish)))
}

async function dress(app: App, door: Door, slug: string, wish: Wish): Promise<void> {
  const known = (await listDigests(app.store.db)).find((one) => one.slug === slug)?.look ?? {}
  const bytes = typeof wish.logo === 'string' ? await readFile(wish.logo).catch(() => undefined) : undefined
  if (typeof wish.logo === 'string' && !bytes) return door.fail(`${wish.logo} cannot be read; check the path.`)
  const wanted = {
    colour: wish.colour ?? known.colour ?? '',
    font: wish.font ?? known.font ?? '',
    masthead: wish.masthead ?? known.masthead ?? '',
    senderName: wish.senderName ?? known.senderName ?? '',
    ...(bytes ? { logo: bytes } : wish.logo === false && { logo: null }),
  }
  const dressed = await dressDigest(app.store, { slug, wanted }, COMMAND_LINE, app.clock())
  if (!dressed.ok) return door.fail(dressed.message)
  door.answer(dressed.look, [`The next issues of ${slug} have this look: ${JSON.stringify(dressed.look)}`])
}
