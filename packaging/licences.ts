import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { installedAt, type Installed } from './vendor.ts'

/** A part of a package that somebody else made. */
export interface Component {
  name: string
  version: string
  /** As SPDX writes it. */
  licence: string
  text: string
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([._-].*)?$/i

const Bundled = z.array(z.object({ name: z.string(), version: z.string(), identifier: z.string().nullable(), text: z.string().nullish() }))

/** What Vite says is in one of its bundles. */
export function bundledIn(file: string): Component[] {
  const listed = Bundled.parse(JSON.parse(readFileSync(file, 'utf8')))
  return listed.map(({ name, version, identifier, text }) => ({ name, version, licence: identifier ?? 'UNKNOWN', text: text ?? '' }))
}

/** A package whose files are in ours, with the texts that it comes with. */
export function componentOf(modules: string, { name, version, licence, path }: Installed): Component {
  const folder = join(modules, path)
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file))
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return { name, version, licence, text: texts.length > 0 ? texts.join('\n\n') : textOfReadme(folder) }
}

/** Some packages have their licence in there only. */
function textOfReadme(folder: string): string {
  const file = readdirSync(folder).find((name) => /^readme/i.test(name))
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8')
  const found = /Copyright \(c\)[^]*?Permission is hereby granted[^]*?DEALINGS IN\s+THE\s+SOFTWARE\./i.exec(text)?.[0] ?? ''
  return found.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
}

/** Fonts come through style sheets, which Vite's list leaves out. */
export function fontComponents(modules: string): Component[] {
  return ['@fontsource', '@fontsource-variable'].flatMap((scope) =>
    existsSync(join(modules, scope))
      ? readdirSync(join(modules, scope)).map((name) => componentOf(modules, installedAt(modules, `${scope}/${name}`)))
      : [],
  )
}

/** Where the texts are that packages do not bring, by their name. */
const ADDED = join(import.meta.dirname, 'files/licences')

/** Those without a text get the one that is kept here for them. Throws if there is none: nothing may be passed on without its licence. */
export function withTexts(components: readonly Component[], folder = ADDED): Component[] {
  return components.map((component) => {
    if (component.text.trim() !== '') return component
    const file = join(folder, `${component.name.replace('/', '+')}.txt`)
    if (existsSync(file)) return { ...component, text: readFileSync(file, 'utf8') }
    throw new Error(`${component.name} ${component.version} (${component.licence}) has no licence text. Put its text into ${file}.`)
  })
}

/** Each once, by name and version, sorted. */
export function merged(lists: readonly Component[][]): Component[] {
  const byKey = new Map<string, Component>()
  for (const one of lists.flat()) {
    const key = `${one.name}@${one.version}`
    if ((byKey.get(key)?.text ?? '') === '') byKey.set(key, one)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

const LINE = '-'.repeat(80)

/** The text that goes with every package. `own`: our own licence. `unicode`: that of Unicode, of whose data the table of look-alikes is made. */
export function licenceText(own: string, unicode: string, components: readonly Component[]): string {
  const agpl = components.filter(({ licence }) => licence.startsWith('AGPL'))
  const named = agpl.map(({ name, version }) => `${name} ${version}`).join(' and ')
  return `STANDBY AND WHAT IT IS MADE OF

Standby's own code is under the MIT licence, which follows. Everything else in this package keeps its own licence, listed below.

${own.trim()}

${LINE}
THE CONNECTION TO TIKTOK

${named} are under the GNU Affero General Public License, version 3 only, with additional terms of their authors. They are in
this package as files of their own, as their authors published them, with their LICENSE: in app/node_modules. You may replace them by versions
of your own. Their source is beside this package wherever it is offered for download, as ${agpl.map(({ name, version }) => `${name}-${version}.tgz`).join(' and ')}.

In short, and not in place of the text: running Standby on your own computer for your own show is allowed, also if the show earns money.
Hosting it for others, selling it as a closed product, or relaying the events of TikTok to others as a service is not covered. Ask the
authors first.

${LINE}
LOOK-ALIKE LETTERS

The table of letters that look like others is made of Unicode's confusables.txt.

${unicode.trim()}

${components.map(component).join('\n')}`
}

function component({ name, version, licence, text }: Component): string {
  return `${LINE}\n${name} ${version}: ${licence}\n\n${text.trim()}\n`
}
