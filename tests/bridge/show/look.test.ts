import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Router } from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLookFiles } from '@standby/bridge/show/look-files.ts'
import { lookFileRoutes, lookRoutes } from '@standby/bridge/show/look-routes.ts'
import { createLook, type Looks } from '@standby/bridge/show/look.ts'
import { DEFAULT_LOOK, LOOK_FILE_LIMITS, MAX_LOOKS, type LookExport } from '@standby/shared/settings/look-settings.ts'
import { SHIPPED_LOOKS } from '@standby/shared/settings/shipped-looks.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { sender } from '../../support/peers/sender.ts'

const FONT = readFileSync(
  join(import.meta.dirname, '../../../overlay/node_modules/@fontsource-variable/fredoka/files/fredoka-latin-wght-normal.woff2'),
)
const MP3 = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'), Buffer.alloc(2_000, 7)])
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

let folder: string
let kept: Looks
let told: Looks[]
let server: Awaited<ReturnType<typeof startFeedServer>>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standby-look-'))
  kept = { look: DEFAULT_LOOK, looks: [], theme: 'glass' }
  told = []
  const look = createLook({
    saved: { read: () => kept, write: (next) => void (kept = next) },
    files: createLookFiles(join(folder, 'look')),
    onChange: (next) => void told.push(next),
  })
  server = await startFeedServer({ routes: Router().use(lookRoutes(look)), lookFiles: lookFileRoutes(look) })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const { send, post } = sender(() => server.base)
const file = (slot: string, bytes: Uint8Array, name = 'a') => send(`/api/look/file/${slot}?name=${name}`, new Uint8Array(bytes))
const exported = async (title: string): Promise<LookExport> =>
  (await (await fetch(`${server.base}/api/look/export?title=${encodeURIComponent(title)}`)).json()) as LookExport
const files = (): string[] => {
  try {
    return readdirSync(join(folder, 'look')).sort()
  } catch {
    return []
  }
}
const sized = (head: Uint8Array, bytes: number): Uint8Array => Buffer.concat([head, Buffer.alloc(bytes - head.length)])

describe('Overlay settings', () => {
  test('[OC10] what is given of the look is changed, and told to every page', async () => {
    const { status, body } = await post('/api/look/settings', { accent: '#FF8800', radius: 0, alertFrom: 10 })
    expect({ status, body }).toEqual({
      status: 200,
      body: { ...DEFAULT_LOOK, accent: '#FF8800', radius: 0, alertFrom: 10, theme: 'glass', looks: [] },
    })
    expect(told.at(-1)?.look).toMatchObject({ accent: '#FF8800', radius: 0 })
    expect(await (await fetch(`${server.base}/api/look/settings`)).json()).toEqual(body)
  })

  test.each([
    [{ accent: 'red' }, 'accent'],
    [{ ground: '#fff' }, 'ground'],
    [{ font: 'comic' }, 'font'],
    [{ radius: 2.5 }, 'radius'],
    [{ alertFrom: -1 }, 'alertFrom'],
    [{ soundFrom: 1.5 }, 'soundFrom'],
    [{ ownFont: { id: 'x' } }, 'ownFont'],
  ])('[OC10] a wrong look is refused: %j', async (change, field) => {
    const before = kept
    expect(await post('/api/look/settings', change)).toMatchObject({ status: 400, body: { field } })
    expect(kept).toBe(before)
  })

  test('[OC11] a font and a sound are kept by what their bytes are', async () => {
    expect((await file('font', FONT, 'mine.ttf')).body).toMatchObject({ font: 'own', ownFont: { name: 'mine.ttf', type: 'font/woff2' } })
    expect((await file('sound', MP3)).body['sound']).toMatchObject({ type: 'audio/mpeg', bytes: MP3.length })
    expect(files().map((name) => name.split('-')[0])).toEqual(['font', 'sound'])
    expect((await post('/api/look/remove', { slot: 'font' })).body).toMatchObject({ font: 'inter', ownFont: null })
    expect(files().map((name) => name.split('-')[0])).toEqual(['sound'])
  })

  test.each([
    ['font', MP3, 415, 'look-file-type'],
    ['font', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'), 415, 'look-file-type'],
    ['font', FONT.subarray(0, FONT.length - 1), 415, 'look-font-broken'],
    ['font', sized(FONT, FONT.length + 1), 415, 'look-font-broken'],
    ['font', FONT.subarray(0, 5), 415, 'look-file-type'],
    ['font', sized(FONT, LOOK_FILE_LIMITS.font + 1), 413, 'look-file-size'],
    ['sound', PNG, 415, 'look-file-type'],
    ['sound', sized(MP3, LOOK_FILE_LIMITS.sound + 1), 413, 'look-file-size'],
  ])('[OC11] %s: what is no such file, not whole or too large is refused, and what was there stays', async (slot, bytes, status, error) => {
    await file('font', FONT)
    await file('sound', MP3)
    const [before, there] = [kept, files()]
    expect(await file(slot, bytes)).toMatchObject({ status, body: { error } })
    expect(kept).toBe(before)
    expect(files()).toEqual(there)
  })

  test('[OC12] font and sound are served as what they are, until no look has them', async () => {
    await file('font', FONT)
    const served = await fetch(`${server.base}/look/font`)
    expect(Buffer.from(await served.arrayBuffer()).equals(FONT)).toBe(true)
    expect(served.headers.get('content-type')).toBe('font/woff2')
    expect(served.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
    await post('/api/look/save', { title: 'Mine' })
    await post('/api/look/remove', { slot: 'font' })
    expect((await fetch(`${server.base}/look/font`)).status).toBe(404)
    expect(files()).toHaveLength(1)
    await post('/api/look/delete', { title: 'Mine' })
    expect(files()).toEqual([])
  })

  test('[OC13] a look is kept under a title, used with its font and sound, and deleted', async () => {
    await post('/api/look/settings', { accent: '#112233', soundFrom: 50 })
    await file('font', FONT)
    kept = { ...kept, theme: 'solid' }
    expect((await post('/api/look/save', { title: ' Mine\n' })).body['looks']).toEqual(['Mine'])
    await post('/api/look/use', {})
    expect(kept).toMatchObject({ theme: 'glass', look: { accent: null, font: 'inter' } })
    await post('/api/look/remove', { slot: 'font' })
    await post('/api/look/use', { title: 'Mine' })
    expect(kept).toMatchObject({ theme: 'solid', look: { accent: '#112233', font: 'own', soundFrom: 50, ownFont: { type: 'font/woff2' } } })
    expect(kept.look).not.toHaveProperty('title')
    expect((await post('/api/look/delete', { title: 'Mine' })).body['looks']).toEqual([])
    expect(await post('/api/look/use', { title: 'Mine' })).toMatchObject({ status: 404, body: { error: 'no-such-look' } })
    expect(await post('/api/look/delete', { title: 'Mine' })).toMatchObject({ status: 404 })
    expect(await post('/api/look/save', { title: ' ' })).toMatchObject({ status: 400, body: { field: 'title' } })
    expect(await post('/api/look/use', { title: 'a', shipped: 'neon' })).toMatchObject({ status: 400, body: { field: 'shipped' } })
  })

  test('[OC13] there are at most 30 looks, and one that has the title is replaced', async () => {
    for (let at = 0; at < MAX_LOOKS; at += 1) await post('/api/look/save', { title: `Look ${at}` })
    expect(await post('/api/look/save', { title: 'One more' })).toMatchObject({ status: 409, body: { error: 'too-many-looks' } })
    const look = await exported('Look 3')
    expect(await post('/api/look/import', look)).toMatchObject({ status: 409, body: { error: 'too-many-looks' } })
    await post('/api/look/settings', { accent: '#00ff00' })
    expect((await post('/api/look/save', { title: 'Look 3' })).status).toBe(200)
    expect(kept.looks).toHaveLength(MAX_LOOKS)
    expect(kept.looks.at(-1)).toMatchObject({ title: 'Look 3', accent: '#00ff00' })
  })

  test('[OC13] what a look replaced can be put back, with its files, once', async () => {
    await file('font', FONT)
    await post('/api/look/save', { title: 'Plain' })
    kept = { ...kept, looks: kept.looks.map((look) => ({ ...look, font: 'inter', ownFont: null })) }
    const before = kept.look
    await post('/api/look/use', { title: 'Plain' })
    expect(kept.look.ownFont).toBeNull()
    await post('/api/look/undo', {})
    expect(kept.look).toEqual(before)
    expect((await fetch(`${server.base}/look/font`)).status).toBe(200)
    expect(await post('/api/look/undo', {})).toMatchObject({ status: 409 })
  })

  test('[OC14] a look is one file that is imported as it is, and nothing else is in it', async () => {
    await post('/api/look/settings', { accent: '#aabbcc', ground: '#102030', radius: 1.5, alertFrom: 5 })
    await file('font', FONT, 'C:%5CUsers%5CMaya%5Cfont.woff2')
    await file('sound', MP3, 'maya.mp3')
    await post('/api/look/save', { title: 'Neon' })
    const look = await exported('Neon')
    expect(Object.keys(look).sort()).toEqual(['files', 'look', 'standby', 'title', 'version'])
    expect(Object.keys(look.look).sort()).toEqual(['accent', 'alertFrom', 'font', 'ground', 'radius', 'soundFrom', 'theme'])
    expect(JSON.stringify({ ...look, files: {} })).not.toMatch(/maya|font\.woff2|127\.0\.0\.1/i)
    expect(Buffer.from(look.files.font ?? '', 'base64').equals(FONT)).toBe(true)

    expect((await post('/api/look/import', look)).body).toEqual({ title: 'Neon 2' })
    const [first, second] = kept.looks
    expect(second).toEqual({
      ...first,
      title: 'Neon 2',
      ownFont: { ...first!.ownFont, name: '' },
      sound: { ...first!.sound, name: '' },
    })
    // What is on air changes only when the creator says so.
    expect(kept.look.ownFont?.name).not.toBe('')
    expect(await exported('Neon 2')).toEqual({ ...look, title: 'Neon 2' })
    expect((await fetch(`${server.base}/api/look/export?title=None`)).status).toBe(404)
  })

  const LOOK: LookExport = {
    ...{ standby: 'look', version: 1, title: 'Evil' },
    look: { ...SHIPPED_LOOKS.neon, alertFrom: 0, soundFrom: 0 },
    files: {},
  }

  test.each<[string, unknown, number, string]>([
    ['no look', { hello: 1 }, 400, 'no-look-file'],
    ['a list', [], 400, 'no-look-file'],
    ['settings', { standby: 'settings', version: 1, settings: {} }, 400, 'no-look-file'],
    ['a later version', { ...LOOK, version: 2 }, 400, 'invalid-request'],
    ['half of it', { ...LOOK, look: undefined }, 400, 'invalid-request'],
    ['a field too many', { ...LOOK, obs: { password: 'x' } }, 400, 'invalid-request'],
    ['style sheets in a colour', { ...LOOK, look: { ...LOOK.look, accent: 'red;}body{background:url(//evil)' } }, 400, 'invalid-request'],
    ['a title that shows nothing', { ...LOOK, title: '\u202e ' }, 400, 'invalid-request'],
    ['a file of another slot', { ...LOOK, files: { backdrop: 'AAAA' } }, 400, 'invalid-request'],
    ['no base64', { ...LOOK, files: { font: 'data:font/woff2;base64,AAAA' } }, 400, 'no-look-file'],
    ['a picture for a font', { ...LOOK, files: { font: PNG.toString('base64') } }, 415, 'look-file-type'],
    ['half a font', { ...LOOK, files: { font: FONT.subarray(0, 9_000).toString('base64') } }, 415, 'look-font-broken'],
    ['a bad sound', { ...LOOK, files: { font: FONT.toString('base64'), sound: PNG.toString('base64') } }, 415, 'look-file-type'],
    ['a huge font', { ...LOOK, files: { font: Buffer.alloc(2_000_001, 'wOF2').toString('base64') } }, 413, 'look-file-size'],
    ['more than any look', { ...LOOK, title: 'x'.repeat(7_000_000) }, 413, 'too-large'],
  ])('[OC15] a file that is wrong is refused and changes nothing: %s', async (_what, body, status, error) => {
    await file('sound', MP3)
    const [before, there] = [kept, files()]
    expect(await post('/api/look/import', body)).toMatchObject({ status, body: { error } })
    expect(kept).toBe(before)
    expect(files()).toEqual(there)
  })

  test('[OC15] half a file of JSON is refused too', async () => {
    const text = JSON.stringify(LOOK)
    expect((await send('/api/look/import', text.slice(0, 60), 'application/json')).status).toBe(400)
    expect((await send('/api/look/import', text, 'text/plain')).status).toBe(415)
    expect(kept.looks).toEqual([])
  })

  test('[OC16] a look that comes with Standby leaves the creator’s sound and minimums as they are', async () => {
    await file('sound', MP3)
    await post('/api/look/settings', { alertFrom: 5, soundFrom: 100 })
    await post('/api/look/use', { shipped: 'paper' })
    const { theme, ...style } = SHIPPED_LOOKS.paper
    expect(kept).toMatchObject({ theme, look: { ...style, alertFrom: 5, soundFrom: 100, sound: { type: 'audio/mpeg' } } })
    expect(await post('/api/look/use', { shipped: 'none' })).toMatchObject({ status: 400, body: { field: 'shipped' } })
  })
})
