import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Chromium = {
  executablePath: string
  /** Its libraries and its one Latin font came along, so that a bare machine will do. */
  env: Record<string, string>
}

const require = createRequire(import.meta.url)

/**
 * Where the Chromium is that came with `npm ci`, unpacked at the first call. The package itself would unpack into the shared temporary
 * folder, where two processes at once run half a file, and another version is taken for ours.
 */
export function unpackChromium(): Chromium {
  const given = process.env['CHROMIUM_BIN']
  if (given) return { executablePath: given, env: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The Chromium that comes with npm runs on Linux x64 only. Set CHROMIUM_BIN to a Chromium or Chrome of your own.')
  }
  const home = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const folder = join(home, '..', '..', '.cache', `chromium-${versionOf(home)}`)
  if (!existsSync(folder)) unpack(join(home, 'bin'), folder)
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  return { executablePath: join(folder, 'chromium'), env }
}

const versionOf = (home: string): string => (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }).version

const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']

const SCRIPT = `
  import { inflate } from '@sparticuz/chromium'
  await Promise.all(process.argv.slice(1).map((archive) => inflate(archive)))`

// It unpacks into TMPDIR: a process of its own gets a folder of its own, which appears under its final name when it is complete.
function unpack(archives: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true })
  const staging = mkdtempSync(`${folder}-`)
  const paths = ARCHIVES.map((name) => join(archives, name))
  execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT, ...paths], { cwd: archives, env: { TMPDIR: staging } })
  writeFileSync(join(staging, 'fonts.conf'), fontsConf(join(folder, 'fonts')))
  try {
    renameSync(staging, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(staging, { recursive: true })
  }
}

// The package's own file looks in folders of a cloud provider. Ours adds its font to those of the machine.
const fontsConf = (fonts: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${fonts}</cachedir>
</fontconfig>
`
