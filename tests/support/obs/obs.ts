import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { EventSubscription, OBSWebSocket } from 'obs-websocket-js/json'
import { firstExecutable, onPath } from '../peers/executable.ts'
import { COLLECTION, environment, HEIGHT, WIDTH, writeSettings } from './obs-settings.ts'
import { waitFor } from '../wait.ts'

/** What is started as OBS: `obs`, unless another one is to be tested (`tests/lab/obs-matrix.ts`). */
const OBS = process.env['STANDBY_TEST_OBS'] ?? 'obs'

// Told apart at a glance in a screenshot; 0xAABBGGRR, as OBS stores colours.
const COLOURS = [0xff3c8c28, 0xff28289c, 0xffa05028, 0xff28a0c8, 0xff8c3c8c]
const BROWSER_SOURCE = join(import.meta.dirname, 'browser-source.lua')

export interface ObsOptions {
  /** Made in this order, each with its own colour; the first is on program unless `current` names another. */
  scenes?: string[]
  current?: string
  /** Default: a random one. An empty string switches authentication off. */
  password?: string
  studioMode?: boolean
  /** With an input kind `browser_source`, as `browser-source.lua` describes it. Debian's OBS has none of its own. */
  browserSource?: boolean
  /** A canvas besides the main one, with one scene, where this OBS knows canvases (32 and later). */
  canvas?: { name: string; scene: string }
  /** Default: a free one. */
  port?: number
}

export interface TestObs {
  url: string
  password: string
  port: number
  pid(): number
  /** What OBS has written to its own log and console so far. */
  output(): string
  /** A connected client of the test's own; closed by `stop` and `kill`. */
  client(): Promise<OBSWebSocket>
  /** The scene on program now, asked of OBS through a client of its own. */
  program(): Promise<string>
  /** Quits cleanly (SIGINT) and removes everything it made. */
  stop(): Promise<void>
  /** Quits cleanly, and keeps its settings for `restart`. */
  quit(): Promise<void>
  /** SIGKILL, as a crash would; settings stay for `restart`. */
  kill(): Promise<void>
  /** Stops the process in its tracks (SIGSTOP): the sockets stay open, nobody answers. */
  freeze(): void
  thaw(): void
  /** Starts it again with the same settings on the same port; kills it first where it still runs. */
  restart(): Promise<void>
  /** A PNG of what is on program, written to `path`. */
  screenshot(path: string): Promise<Buffer>
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** True where a real OBS can be started: Linux with `obs` and `Xvfb` in the PATH. */
export function obsAvailable(): boolean {
  return process.platform === 'linux' && (onPath(OBS) ?? firstExecutable([OBS])) !== null && onPath('Xvfb') !== null
}

/** Starts a real OBS of its own on a virtual display: own settings, own port; nothing of an installed OBS is read or changed. */
export async function startObs(options: ObsOptions = {}): Promise<TestObs> {
  const { scenes = ['Gameplay', 'Standby'], password = randomBytes(12).toString('hex'), studioMode = false } = options
  const current = options.current ?? scenes[0] ?? 'Gameplay'
  let port = options.port ?? (await freePort())
  const url = (): string => `ws://127.0.0.1:${String(port)}`
  const folder = mkdtempSync(join(tmpdir(), 'standby-obs-'))
  const clients = new Set<OBSWebSocket>()
  let asking: OBSWebSocket | null = null
  let gone: Promise<never> = new Promise(() => undefined)
  let obs: ChildProcess | null = null
  let readyAt = 0

  writeSettings(folder, {
    scenes,
    current,
    password,
    port,
    scripts: options.browserSource === true ? [BROWSER_SOURCE] : [],
    canvas: options.canvas ?? null,
  })
  const display = await startDisplay(folder)
  const output = (): string => read(join(folder, 'obs.log'))

  async function client(): Promise<OBSWebSocket> {
    const made = new OBSWebSocket()
    await made.connect(url(), password === '' ? undefined : password, { eventSubscriptions: EventSubscription.All })
    clients.add(made)
    return made
  }

  async function own(): Promise<OBSWebSocket> {
    if (asking?.identified !== true) {
      const made = await client()
      gone = new Promise((_resolve, reject) => made.once('ConnectionClosed', () => reject(new Error('OBS is gone.'))))
      gone.catch(() => undefined)
      asking = made
    }
    return asking
  }

  async function launch(): Promise<void> {
    const log = openSync(join(folder, 'obs.log'), 'a')
    obs = spawn(
      OBS,
      ['--multi', '--disable-updater', '--disable-missing-files-check', '--disable-shutdown-check', '--minimize-to-tray'].concat(
        ['--profile', COLLECTION, '--collection', COLLECTION, '--websocket_port', String(port), '--websocket_ipv4_only'],
        password === '' ? [] : ['--websocket_password', password],
      ),
      { stdio: ['ignore', log, log], env: environment(folder, display.name) },
    )
    closeSync(log)
    track(obs)
    const started = obs
    const outcome = await waitFor(
      async () => {
        // Another program may have taken the port since it was found free: OBS then runs on without its server.
        if (/Listen failed/.test(output())) return 'taken'
        if (started.exitCode !== null || started.signalCode !== null) return 'ended'
        const { scenes: found } = await (await own()).call('GetSceneList')
        return found.length > 0 && 'ready'
      },
      { what: 'OBS to answer', timeoutMs: 30_000 },
    ).catch((error: unknown) => String(error))
    if (outcome !== 'ready') throw new Error(`OBS did not start (${outcome}). It had written:\n${output().slice(-4000)}`)
    readyAt = performance.now()
  }

  function forgetClients(): void {
    for (const made of clients) void made.disconnect().catch(() => undefined)
    clients.clear()
    asking = null
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = obs
    obs = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return forgetClients()
    // OBS 29 may crash or hang when it is interrupted within the first moments of its life.
    if (signal === 'SIGINT') await waitFor(() => performance.now() - readyAt > 500, { what: 'OBS to be half a second old' })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGCONT')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await gone
    clearTimeout(late)
    forgetClients()
  }

  async function stop(): Promise<void> {
    await end('SIGINT')
    await display.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  try {
    // A free port may be taken by somebody else before OBS has it: once more, with another.
    await launch().catch(async (error: unknown) => {
      if (options.port !== undefined || !/Listen failed/.test(output())) throw error
      await end('SIGKILL')
      rmSync(join(folder, 'obs.log'), { force: true })
      port = await freePort()
      await launch()
    })
    const setup = await own()
    await paint(setup, scenes)
    if (studioMode) await setup.call('SetStudioModeEnabled', { studioModeEnabled: true })
  } catch (error) {
    await end('SIGKILL')
    await stop()
    throw error
  }

  return {
    url: url(),
    password,
    port,
    pid: () => obs?.pid ?? 0,
    output,
    client,
    async program() {
      const asked = await own()
      // The library never answers what was asked of an OBS that is killed meanwhile.
      return (await Promise.race([asked.call('GetCurrentProgramScene'), gone])).currentProgramSceneName
    },
    stop,
    quit: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    freeze: () => void obs?.kill('SIGSTOP'),
    thaw: () => void obs?.kill('SIGCONT'),
    async restart() {
      await end('SIGKILL')
      await launch()
    },
    async screenshot(path) {
      const asked = await own()
      const { currentProgramSceneName } = await asked.call('GetCurrentProgramScene')
      const { imageData } = await asked.call('GetSourceScreenshot', { sourceName: currentProgramSceneName, imageFormat: 'png' })
      const picture = Buffer.from(imageData.slice(imageData.indexOf(',') + 1), 'base64')
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, picture)
      return picture
    },
  }
}

/** Gives each scene one full-size colour, so that pictures of them differ. */
async function paint(client: OBSWebSocket, scenes: string[]): Promise<void> {
  for (const [index, sceneName] of scenes.entries()) {
    await client.call('CreateInput', {
      sceneName,
      inputName: `${sceneName} colour`,
      inputKind: 'color_source_v3',
      inputSettings: { color: COLOURS[index % COLOURS.length] ?? 0xff000000, width: WIDTH, height: HEIGHT },
    })
  }
}

/** An X server without a screen, on the first free display. */
async function startDisplay(folder: string): Promise<{ name: string; stop(): Promise<void> }> {
  const number = join(folder, 'display')
  const out = openSync(number, 'w')
  const args = ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp']
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', out] })
  closeSync(out)
  track(child)
  const found = await waitFor(() => /^\d+\n/.exec(read(number))?.[0].trim(), { what: 'Xvfb to name its display', timeoutMs: 15_000 })
  return {
    name: `:${found}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

function track(child: ChildProcess): void {
  running.add(child)
  child.once('error', () => running.delete(child))
  child.once('exit', () => running.delete(child))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
