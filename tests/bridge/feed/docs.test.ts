import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { liveEventDraft, type LiveEvent } from '@standby/shared/live/event.ts'
import { newShow, withEvents } from '@standby/shared/live/show.ts'
import { ROOT } from '../../run/program.ts'
import { exampleEvents, exampleSnapshot, exampleUpdate } from '../../support/docs/examples.ts'
import { feedPage } from '../../support/docs/feed-page.ts'
import { waitFor } from '../../support/wait.ts'

const docs = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8')
const GUIDE = docs('developing.md')

/** The program of the guide, as a reader would copy it. */
const PROGRAM = /```js\n([\s\S]*?)```/.exec(GUIDE)?.[1] ?? ''

/** A streak of so many roses, one message for each. */
function roses(count: number): LiveEvent[] {
  const gift = exampleEvents().find(({ type }) => type === 'gift')
  if (gift?.type !== 'gift') throw new Error('no gift among the examples')
  return Array.from({ length: count }, (_, at) => ({ ...gift, id: String(at), count: at + 1, final: at + 1 === count, offset: 2_000 + at }))
}

/** Runs the program without Node's own WebSocket, as Node 18 has it, until the test ends. */
function run(address: string): { text(): string } {
  const folder = mkdtempSync(join(tmpdir(), 'standby-example-'))
  writeFileSync(join(folder, 'listen.mjs'), PROGRAM)
  mkdirSync(join(folder, 'node_modules'))
  const ws = dirname(createRequire(join(ROOT, 'bridge/package.json')).resolve('ws/package.json'))
  symlinkSync(ws, join(folder, 'node_modules/ws'), 'junction')
  const child = spawn(process.execPath, ['--no-experimental-websocket', 'listen.mjs', address], { cwd: folder })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()))
  onTestFinished(() => {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  return { text: () => text }
}

describe('API', () => {
  test('[AP13] docs/feed.md is as `pnpm write-docs feed` makes it now', () => {
    expect(docs('feed.md')).toBe(feedPage())
  })

  test('[AP13] it has each kind of event with all its fields, and each slice, with an example', () => {
    const page = docs('feed.md')
    const section = (title: string): string => new RegExp(`### \`${title}\`\n([\\s\\S]*?)(?=\n##|$)`).exec(page)?.[1] ?? ''
    for (const { shape } of liveEventDraft.options) {
      const text = section(shape.type.value)
      expect(text).toContain(`"type": "${shape.type.value}"`)
      const fields = Object.keys(shape).filter((name) => !['id', 'at', 'missed', 'user', 'type'].includes(name))
      for (const field of fields) expect(text).toMatch(new RegExp(`\\| \`${field}\\??\` \\|`))
    }
    const { state } = exampleSnapshot()
    for (const slice of Object.keys(state)) expect(section(slice)).not.toBe('')
  })

  test('[AP14] the program in the guide runs, takes each event once and counts a streak once', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    onTestFinished(() => void server.close())
    const asked: string[] = []
    const snapshot = exampleSnapshot()
    server.on('connection', (socket, request) => {
      asked.push(request.url ?? '')
      if (asked.length === 1) {
        socket.send(JSON.stringify({ ...snapshot, state: { ...snapshot.state, counters: { ...snapshot.state.counters, diamonds: 100 } } }))
        socket.send(JSON.stringify({ type: 'tiktok:reconnection:started', at: 0 }))
        socket.send(JSON.stringify({ ...exampleUpdate(), offset: 2_025, events: roses(25) }))
        socket.close()
      } else {
        socket.send(JSON.stringify({ ...snapshot, recovered: true, history: [], offset: 2_030, events: roses(25).slice(-1) }))
      }
    })
    await waitFor(() => server.address() !== null, { what: 'the server' })
    const program = run(`ws://127.0.0.1:${(server.address() as { port: number }).port}/ws`)
    await waitFor(() => program.text().includes('resumed'), { what: 'the program to resume', timeoutMs: 15_000 })
    await waitFor(() => /resumed[\s\S]*diamonds/.test(program.text()), { what: 'the event after it' })
    const sums = [...program.text().matchAll(/· (\d+) diamonds/g)].map(([, sum]) => Number(sum))
    expect(sums).toEqual([...Array.from({ length: 25 }, (_, at) => 101 + at), 125])
    expect(asked).toEqual(['/ws', `/ws?epoch=${snapshot.epoch}&offset=2025`])
  })

  test('[AP14] the worked example of a streak says what Standby counts', () => {
    const events = roses(25)
    const naive = events.reduce((sum, event) => sum + (event.type === 'gift' ? event.diamondCount * event.count : 0), 0)
    expect(withEvents(newShow('1'), events).counters.diamonds).toBe(25)
    expect(naive).toBe(325)
    expect(GUIDE).toContain(`| ${naive}: **${naive / 25} times too much** |`)
  })
})
