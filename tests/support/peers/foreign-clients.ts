import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DEFAULT_TIKFINITY_PORT } from '@standby/shared/settings/tikfinity-settings.ts'
import * as z from 'zod'
import { launchChromium } from '../browser/chromium.ts'
import { startStreamerbot } from './streamerbot.ts'

// Other people's clients of TikFinity's socket, unchanged. Their code is not ours to keep: a folder that `STANDBY_TIKFINITY_CLIENTS`
// names has them, and a list of them in `clients.json`.

/** The port that such a page has for Streamer.bot, and cannot be changed in it. */
const STREAMERBOT_PORT = 8080

const list = z.array(
  z.discriminatedUnion('kind', [
    /** `counted`: what in its output is one gift that it counted; the first group is TikTok's message id. */
    z.strictObject({ name: z.string(), kind: z.literal('program'), command: z.array(z.string()).min(1), counted: z.string() }),
    /** `trigger`: what it has Streamer.bot do for each gift that it counted. */
    z.strictObject({ name: z.string(), kind: z.literal('page'), file: z.string(), trigger: z.string() }),
  ]),
)

export interface ForeignClient {
  name: string
  /** The message ids of the gifts that it counted so far. */
  counted(): string[]
  stop(): Promise<void>
}

/** Where they are, or in one line why there are none. */
export async function foreignClientsFolder(): Promise<{ folder: string } | { missing: string }> {
  const folder = process.env['STANDBY_TIKFINITY_CLIENTS'] ?? ''
  if (folder === '') return { missing: 'Set STANDBY_TIKFINITY_CLIENTS to a folder with clients.json (docs/tikfinity.md).' }
  if (!existsSync(join(folder, 'clients.json'))) return { missing: `${folder} has no clients.json.` }
  for (const port of [DEFAULT_TIKFINITY_PORT, STREAMERBOT_PORT]) {
    if (!(await isFree(port))) return { missing: `Other people's clients need port ${port}, and it is taken.` }
  }
  return { folder }
}

export async function startForeignClients(folder: string): Promise<ForeignClient[]> {
  const entries = list.parse(JSON.parse(readFileSync(join(folder, 'clients.json'), 'utf8')))
  return Promise.all(entries.map((entry) => (entry.kind === 'program' ? program(folder, entry) : page(folder, entry))))
}

type Entry<Kind> = Extract<z.infer<typeof list>[number], { kind: Kind }>

async function program(folder: string, { name, command, counted }: Entry<'program'>): Promise<ForeignClient> {
  const [file = '', ...args] = command
  const modules = join(import.meta.dirname, '../../node_modules')
  const child = spawn(file === 'node' ? process.execPath : file, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: modules, PYTHONUNBUFFERED: '1', PYTHONUTF8: '1' },
  })
  process.once('exit', () => child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (data: Buffer) => void (output += data.toString('utf8')))
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  return {
    name,
    counted: () => [...output.matchAll(new RegExp(counted, 'gm'))].map(([, id = '']) => id),
    stop: async () => void child.kill('SIGKILL'),
  }
}

/** Opened as a file, as creators do; the library that it fetches from elsewhere is the one that Standby has from npm. */
async function page(folder: string, { name, file, trigger }: Entry<'page'>): Promise<ForeignClient> {
  const bot = await startStreamerbot({ port: STREAMERBOT_PORT })
  const browser = await launchChromium()
  const { page: tab } = await browser.newPage()
  const library = join(import.meta.dirname, '../../../bridge/node_modules/@streamerbot/client/dist/streamerbot-client.js')
  await tab.route(/^https:/, (route) => {
    if (!route.request().url().includes('@streamerbot/client')) return route.fulfill({ contentType: 'text/javascript', body: '' })
    return route.fulfill({ contentType: 'text/javascript', body: readFileSync(library, 'utf8') })
  })
  await tab.goto(pathToFileURL(join(folder, file)).href)
  return {
    name,
    counted: () => bot.asked.flatMap(({ triggerName, args }) => (triggerName === trigger ? [(args as { msgId: string }).msgId] : [])),
    async stop() {
      await browser.close()
      await bot.close()
    },
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
