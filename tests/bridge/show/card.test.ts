import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Router } from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCardFiles } from '@standby/bridge/show/card-files.ts'
import { cardFileRoutes, cardRoutes } from '@standby/bridge/show/card-routes.ts'
import { createCard } from '@standby/bridge/show/card.ts'
import { mediaType } from '@standby/bridge/show/media-type.ts'
import { CARD_FILE_LIMITS, DEFAULT_CARD, type CardSettings } from '@standby/shared/settings/card-settings.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { sender } from '../../support/peers/sender.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const MP4 = Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0', 'latin1')
const MP3 = Buffer.from('ID3\x04\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')

let folder: string
let kept: CardSettings = DEFAULT_CARD
const told: CardSettings[] = []
let server: Awaited<ReturnType<typeof startFeedServer>>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standby-card-'))
  const card = createCard({
    saved: { read: () => kept, write: (next) => void (kept = next) },
    files: createCardFiles(join(folder, 'card')),
    onChange: (next) => void told.push(next),
  })
  server = await startFeedServer({ routes: Router().use(cardRoutes(card)), cardFiles: cardFileRoutes(card) })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const { send, post } = sender(() => server.base)
/** `head`, and zeros up to so many bytes. */
const sized = (head: Buffer, bytes: number): Buffer<ArrayBuffer> => Buffer.concat([head, Buffer.alloc(bytes - head.length)])

describe('Overlay settings', () => {
  test('[OC7] what is given of the card is changed, and told to every page', async () => {
    const change = { title: 'Maya', shows: { ring: true }, texts: { fr: { away: { title: 'Thé\n', line: '' } } } }
    const { status, body } = await post('/api/card/settings', change)
    const changed = {
      ...DEFAULT_CARD,
      title: 'Maya',
      shows: { ...DEFAULT_CARD.shows, ring: true },
      texts: { fr: { away: { title: 'Thé', line: '' } } },
    }
    expect({ status, body }).toEqual({ status: 200, body: changed })
    expect(told.at(-1)).toEqual(changed)
    expect(await (await fetch(`${server.base}/api/card/settings`)).json()).toEqual(changed)
  })

  test.each([
    [{ accent: 'red' }, 'accent'],
    [{ accent: '#fff' }, 'accent'],
    [{ volume: 1.1 }, 'volume'],
    [{ shows: { clock: true } }, 'shows.clock'],
    [{ title: 'x'.repeat(61) }, 'title'],
    [{ texts: { de: {} } }, 'texts.de'],
    [{ texts: { en: { away: { title: 'x'.repeat(61), line: '' } } } }, 'texts.en.away.title'],
    [{ backdrop: { id: 'x' } }, 'backdrop'],
  ])('[OC7] a wrong card is refused: %j', async (change, field) => {
    const before = kept
    expect(await post('/api/card/settings', change)).toMatchObject({ status: 400, body: { field } })
    expect(kept).toBe(before)
  })

  test('[OC8] a file is kept by what its bytes are, one for each slot', async () => {
    expect((await send('/api/card/file/backdrop?name=sea.gif', PNG)).body['backdrop']).toMatchObject({ name: 'sea.gif', type: 'image/png' })
    const answer = await send('/api/card/file/backdrop?name=sea.mp4', sized(MP4, 100_000))
    expect(answer.body['backdrop']).toMatchObject({ type: 'video/mp4', bytes: 100_000 })
    expect((await send('/api/card/file/music?name=song', MP3)).body['music']).toMatchObject({ type: 'audio/mpeg' })
    expect(readdirSync(join(folder, 'card')).map((name) => name.split('-')[0])).toEqual(['backdrop', 'music'])
  })

  test.each([
    ['music', PNG, 415, 'card-file-type'],
    ['backdrop', MP3, 415, 'card-file-type'],
    ['backdrop', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'), 415, 'card-file-type'],
    ['backdrop', Buffer.from('short'), 415, 'card-file-type'],
    ['backdrop', Buffer.from('\0\0\0\x20ftypheic\0\0\0\0', 'latin1'), 415, 'card-file-type'],
    ['backdrop', sized(PNG, CARD_FILE_LIMITS.picture + 1), 413, 'card-file-size'],
    ['music', sized(MP3, CARD_FILE_LIMITS.music + 1), 413, 'card-file-size'],
  ])('[OC8] %s: what cannot be shown, or is too large, is refused and leaves what was there', async (slot, bytes, status, error) => {
    const [before, files] = [kept, readdirSync(join(folder, 'card'))]
    expect(await send(`/api/card/file/${slot}`, new Uint8Array(bytes))).toMatchObject({ status, body: { error } })
    expect(kept).toBe(before)
    expect(readdirSync(join(folder, 'card'))).toEqual(files)
  })

  test('[OC8] only bytes and JSON count as a command, so that no form of a web page can send a file', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await send('/api/card/file/backdrop', PNG, type)).status).toBe(415)
    }
    expect((await send('/api/card/settings', PNG)).status).toBe(415)
    expect((await send('/api/card/file/elsewhere', PNG)).body['field']).toBe('slot')
  })

  test('[OC8] the kinds of files are told apart by their first bytes', () => {
    const kinds = {
      OggS: 'audio/ogg',
      fLaC: 'audio/flac',
      '\x1a\x45\xdf\xa3': 'video/webm',
      '\0\0\0\0ftypM4A ': 'audio/mp4',
      '\xff\xfb': 'audio/mpeg',
    }
    for (const [head, type] of Object.entries(kinds)) expect(mediaType(Buffer.from(head, 'latin1'))).toBe(type)
    expect(mediaType(Buffer.from('RIFF0000WAVE', 'latin1'))).toBe('audio/wav')
    for (const head of ['MZ', '%PDF', '<html>', '\0\0\0\0ftypqt  ', '\xff\xff']) expect(mediaType(Buffer.from(head, 'latin1'))).toBeNull()
  })

  test('[OC9] a file is served as what it is, also in parts, until it is removed', async () => {
    await send('/api/card/file/backdrop?name=sea.mp4', sized(MP4, 5_000))
    const whole = await fetch(`${server.base}/card/backdrop`)
    expect((await whole.arrayBuffer()).byteLength).toBe(5_000)
    expect(whole.headers.get('content-type')).toBe('video/mp4')
    expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    const part = await fetch(`${server.base}/card/backdrop`, { headers: { range: 'bytes=4-11' } })
    expect([part.status, await part.text()]).toEqual([206, 'ftypisom'])
    expect((await post('/api/card/remove', { slot: 'backdrop' })).body['backdrop']).toBeNull()
    const gone = await fetch(`${server.base}/card/backdrop`)
    expect(gone.status).toBe(404)
    await gone.body?.cancel()
    expect(readdirSync(join(folder, 'card')).filter((name) => name.startsWith('backdrop'))).toEqual([])
  })
})
