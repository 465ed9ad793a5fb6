import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, beforeAll, expect, test } from 'vitest'
import * as library from 'tiktok-live-connector'
import { CONNECTOR_VERSION, harden, type AttemptWatch } from '@standby/bridge/sources/tiktok/connector.ts'

/**
 * What bridge/src/sources/tiktok leans on in tiktok-live-connector. When this fails after an update, read the library's changes for the named
 * point, look again at bridge/src/sources/tiktok/connector.ts, and only then change the expectation.
 */
const require = createRequire(import.meta.url)
const { TikTokLiveConnection, WebcastHttpClient, WebcastWebSocketClient } = library
const upstream = { webUrl: 'http://127.0.0.1:1', webcastUrl: 'http://127.0.0.1:1', signUrl: 'http://127.0.0.1:1', signApiKey: 'this-key' }
const quiet = (): void => undefined
const watch: AttemptWatch = {
  stage: quiet,
  roomStatus: quiet,
  spendSign: quiet,
  mayJoinUnasked: () => false,
  dialling: quiet,
  failed: quiet,
  initial: quiet,
  signed: quiet,
  refused: quiet,
  opened: quiet,
  frame: quiet,
  socketClosed: quiet,
}

const own = (prototype: object): [string, unknown][] =>
  Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([name, { value, get }]) => [name, value ?? get])
const prototypes = [TikTokLiveConnection.prototype, WebcastHttpClient.prototype, WebcastWebSocketClient.prototype]
let before: unknown

beforeAll(() => {
  before = prototypes.map(own)
})

describe('One attempt at TikTok', () => {
  test('[TK26] it is the version that was read', () => {
    const manifest = require('tiktok-live-connector/package.json') as { version: string; dependencies: Record<string, string> }
    expect(manifest.version).toBe(CONNECTOR_VERSION)
    expect(library.VERSION).toBe(CONNECTOR_VERSION)
    expect(manifest.dependencies).toMatchObject({ 'tiktok-live-api-sdk': '0.4.0-beta1', 'tiktok-live-proto': '0.2.4' })
  })

  test('[TK26] the methods that are overridden exist, and are reached as they were', () => {
    for (const name of ['_connect', 'fetchRoomId', 'fetchRoomInfo', 'processProtoMessageFetchResult', 'setupWebsocket']) {
      expect(TikTokLiveConnection.prototype, name).toHaveProperty(name, expect.any(Function))
    }
    for (const name of ['onMessage', 'sendAck']) {
      expect(WebcastWebSocketClient.prototype, name).toHaveProperty(name, expect.any(Function))
    }
    const connection = new TikTokLiveConnection('someone', {})
    expect(connection).toHaveProperty('_wsClientProvider', expect.any(Function))
    expect(connection).toHaveProperty('_devicePresets.device.user_agent')
    const steps = (TikTokLiveConnection.prototype as unknown as { _connect(): void })._connect.toString()
    const calls = [
      'this.fetchRoomId()',
      'this.fetchRoomInfo()',
      'fetchSignedWebSocketFromProvider(',
      'this.processProtoMessageFetchResult(',
      'this.setupWebsocket(',
    ]
    expect(calls.map((call) => steps.indexOf(call)).every((at, index, all) => at > (all[index - 1] ?? -1))).toBe(true)
    expect(WebcastWebSocketClient.toString()).toContain('this.on("message", this.onMessage.bind(this))')
  })

  test('[TK26] the functions that are called exist', () => {
    const functions = [
      'createEulerClient',
      'deserializeMessage',
      'getRandomPresets',
      'getWebSocketConfigDefaults',
      'userAgentToDevicePreset',
    ]
    for (const name of functions) {
      expect(library, name).toHaveProperty(name, expect.any(Function))
    }
    for (const name of [
      'fetchRoomInfoFromHtml',
      'fetchRoomInfoFromApiLive',
      'fetchRoomIdFromProvider',
      'fetchSignedWebSocketFromProvider',
    ]) {
      expect(library.RouteConfig, name).toHaveProperty(name, expect.any(Function))
    }
    const client = library.createEulerClient()
    expect(client).toHaveProperty('rooms.fetchWebcastURL', expect.any(Function))
    expect(client).toHaveProperty('anchors.retrieveRoomId', expect.any(Function))
    expect(library.WebcastPushFrame).toHaveProperty('decode', expect.any(Function))
  })

  test('[TK26] its choice of http and https is still inverted (if this fails, nothing depends on it)', () => {
    const { getBaseUrl } = WebcastHttpClient.prototype as unknown as { getBaseUrl(host: string): string }
    const baseUrl = (host: string): string => getBaseUrl.call(WebcastHttpClient.prototype, host)
    expect(baseUrl('www.tiktok.com')).toBe('http://www.tiktok.com')
    expect(baseUrl('127.0.0.1:80')).toBe('https://127.0.0.1:80')
  })

  test('[TK26] it passes over what it cannot decode in silence, and says so on the message', () => {
    const one = (method: string, payload: Buffer): library.BaseProtoMessage => ({
      method,
      payload,
      msgId: '1',
      msgType: 0,
      offset: '0',
      isHistory: false,
      sampleFlag: 0,
    })
    const empty = library.ProtoMessageFetchResult.decode(new Uint8Array(0))
    const chat = (...bytes: number[]): library.BaseProtoMessage => one('WebcastChatMessage', Buffer.from(bytes))
    const messages = [one('Unheard', Buffer.alloc(0)), chat(0x0a, 0xff), chat()]
    const bytes = Buffer.from(library.ProtoMessageFetchResult.encode({ ...empty, messages }).finish())
    const decoded = library.deserializeMessage('ProtoMessageFetchResult', bytes).messages
    expect(decoded.map((message) => [message.decodedData === undefined, message.decodeError === undefined])).toEqual([
      [true, true],
      [true, false],
      [false, true],
    ])
  })

  test('[TK26] hardening it changes none of its prototypes and none of its shared settings', () => {
    const settings = JSON.stringify({ ...library.SignConfig, cachedInstance: null })
    const connector = harden(library)
    connector.attempt({ username: 'someone', upstream, watch }).release()
    expect(connector.version).toBe(CONNECTOR_VERSION)
    expect(prototypes.map(own)).toEqual(before)
    expect(JSON.stringify({ ...library.SignConfig, cachedInstance: null })).toBe(settings)
    expect(JSON.stringify(library.createEulerClient().anchors)).not.toContain('this-key')
  })

  test('[TK27] the library is loaded by the first attempt, not with the bridge', () => {
    const folder = join(import.meta.dirname, '../../../../bridge/src/sources/tiktok')
    const imports = readdirSync(folder).flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => /^import (?!type)/.test(line) && /'tiktok-live-/.test(line)),
    )
    expect(imports).toEqual([])
  })
})
