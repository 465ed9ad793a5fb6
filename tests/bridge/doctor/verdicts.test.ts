import { describe, expect, test } from 'vitest'
import { CHECK_TEXTS, CHECK_TITLES } from '@standby/shared/words/checks.ts'
import { CHECK_IDS, type Check } from '@standby/shared/checks.ts'
import { proxyCheck, type ProxyFacts } from '@standby/bridge/doctor/look-proxy.ts'
import type { ViaView, Way } from '@standby/shared/connection/way.ts'
import type { WayFacts } from '@standby/bridge/doctor/look-ways.ts'
import * as verdicts from '@standby/bridge/doctor/verdicts.ts'
import * as wayVerdicts from '@standby/bridge/doctor/way-verdicts.ts'
import { frCheckTexts, frCheckTitles } from '../../../overlay/src/i18n/fr-checks.ts'

const DATA: verdicts.DataFacts = { folder: '/data', state: 'writable', freeBytes: 9e9, openFile: null, openFolder: null }
const OBS: verdicts.ObsFacts = {
  url: 'ws://127.0.0.1:4455',
  hasPassword: true,
  state: 'connected',
  version: '30.2.3',
  standbyScene: 'Standby',
  sceneExists: true,
}
const SOCKET: verdicts.TikFinityFacts = { socket: { state: 'listening' }, port: 21_213, clients: 2 }
const USED: ProxyFacts = {
  used: { shown: 'proxy:8080', from: 'HTTPS_PROXY' },
  reached: { host: 'proxy', ok: true, ms: 3 },
  unusable: null,
  system: null,
}
const NO_PROXY: ProxyFacts = { used: null, reached: null, unusable: null, system: null }
const proxy = (facts: ProxyFacts, isBlocked = true): Check => proxyCheck(facts, isBlocked)[0]!
const AT = Date.UTC(2026, 6, 1, 12)
const clock = (facts: Partial<verdicts.ClockFacts>): Check =>
  verdicts.clock({ now: AT, notBefore: AT - 1_000, certificateCodes: [], ...facts })

const way = (name: Way, state: WayFacts['state'], isOn = true): Check =>
  wayVerdicts.ways({ first: 'connector', live: null, ways: [{ way: name, isOn, state, host: 'x' }] })[1]!
const via = (now: ViaView | null, demo = false): Check =>
  wayVerdicts.ways({ first: 'connector', live: { demo, via: now, ways: [] }, ways: [] })[0]!

const CASES: [string, Check, Check['verdict'], Check['code']][] = [
  ['a writable folder with room', verdicts.data(DATA), 'ok', 'data-fine'],
  ['a folder to be made', verdicts.data({ ...DATA, state: 'missing' }), 'ok', 'data-new'],
  ['a folder that may not be written to', verdicts.data({ ...DATA, state: { code: 'EACCES' } }), 'fail', 'data-not-writable'],
  ['a file where the folder should be', verdicts.data({ ...DATA, state: 'no-folder' }), 'fail', 'data-no-folder'],
  ['little room', verdicts.data({ ...DATA, freeBytes: 300e6 }), 'warn', 'disk-low'],
  ['no room', verdicts.data({ ...DATA, freeBytes: 3e6 }), 'fail', 'disk-low'],
  ['room that cannot be told', verdicts.data({ ...DATA, freeBytes: null }), 'ok', 'data-fine'],
  ['a folder that others can write to', verdicts.data({ ...DATA, openFolder: '/data' }), 'warn', 'data-writable'],
  ['a folder that others can make', verdicts.data({ ...DATA, state: 'missing', openFolder: '/' }), 'warn', 'data-writable'],
  ['a file that others can read', verdicts.data({ ...DATA, openFile: 'settings.json' }), 'warn', 'data-open'],
  ['a sound database', verdicts.database({ state: 'sound', bytes: 4e6 }), 'ok', 'database-fine'],
  ['a database in use', verdicts.database({ state: 'in-use' }), 'ok', 'database-in-use'],
  ['a database of a newer version', verdicts.database({ state: 'too-new' }), 'fail', 'database-too-new'],
  ['a broken database', verdicts.database({ state: 'broken', reason: 'not a database' }), 'fail', 'database-broken'],
  ['events in memory alone', verdicts.database({ state: 'in-memory', reason: 'disk full' }), 'fail', 'database-in-memory'],
  ['settings', verdicts.settings({ state: 'fine', setAside: null }), 'ok', 'settings-fine'],
  ['broken settings', verdicts.settings({ state: 'broken', setAside: null }), 'fail', 'settings-broken'],
  ['settings that cannot be read', verdicts.settings({ state: { code: 'EACCES' }, setAside: null }), 'fail', 'settings-blocked'],
  ['settings set aside', verdicts.settings({ state: 'fine', setAside: 'settings.json.x' }), 'warn', 'settings-set-aside'],
  ['a free port', verdicts.port({ state: 'free' }, 4747), 'ok', 'port-free'],
  ['our own port', verdicts.port({ state: 'standby', url: 'http://127.0.0.1:4747' }, 4747), 'ok', 'port-standby'],
  ['clients of TikFinity', verdicts.tikfinity(SOCKET), 'ok', 'tikfinity-listening'],
  ['a port for them that is free', verdicts.tikfinity({ ...SOCKET, socket: { state: 'opening' } }), 'ok', 'tikfinity-free'],
  ['TikFinity itself', verdicts.tikfinity({ ...SOCKET, socket: { state: 'taken', by: 'tikfinity' } }), 'warn', 'tikfinity-itself'],
  ['a Standby that serves them', verdicts.tikfinity({ ...SOCKET, socket: { state: 'taken', by: 'standby' } }), 'ok', 'tikfinity-standby'],
  ['a stranger at their port', verdicts.tikfinity({ ...SOCKET, socket: { state: 'taken', by: 'other' } }), 'warn', 'tikfinity-taken'],
  ['a port refused to them', verdicts.tikfinity({ ...SOCKET, socket: { state: 'failed', code: 'EACCES' } }), 'warn', 'tikfinity-refused'],
  ['their socket switched off', verdicts.tikfinity({ ...SOCKET, socket: { state: 'off' } }), 'skipped', 'tikfinity-off'],
  ['no port for them', verdicts.tikfinity({ ...SOCKET, port: null }), 'skipped', 'tikfinity-off'],
  ['a taken port', verdicts.port({ state: 'taken', by: 'another program' }, 4747), 'fail', 'port-taken'],
  ['a port that is not allowed', verdicts.port({ state: 'refused', code: 'EACCES' }, 80), 'fail', 'port-refused'],
  ['the internet', verdicts.network('reachable', false), 'ok', 'network-fine'],
  ['TikTok alone away', verdicts.network('upstream', false), 'ok', 'network-fine'],
  ['no internet', verdicts.network('network', false), 'fail', 'network-gone'],
  ['a simulator on this computer', verdicts.network('network', true), 'skipped', 'network-here'],
  ['a name', verdicts.name({ host: 'www.tiktok.com', ok: true, ms: 12 }), 'ok', 'name-fine'],
  ['a name that is not found', verdicts.name({ host: 'www.tiktok.com', ok: false, code: 'ENOTFOUND' }), 'fail', 'name-failed'],
  ['a host', verdicts.host('sign', { host: 'api.eulerstream.com', ok: true, ms: 80 }), 'ok', 'host-fine'],
  ['a refused host', verdicts.host('sign', { host: 'x', ok: false, code: 'ECONNREFUSED' }), 'fail', 'host-unreachable'],
  ['a line that is read', verdicts.host('tiktok', { host: 'x', ok: false, code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'fail', 'host-certificate'],
  ['a host without a line', verdicts.unasked('sign', 'x'), 'skipped', 'host-unasked'],
  ['a line behind a proxy', verdicts.network('network', false, true), 'skipped', 'network-proxied'],
  ['a proxy', proxy(USED), 'ok', 'proxy-fine'],
  ['a dead proxy', proxy({ ...USED, reached: { host: 'proxy', ok: false, code: 'ECONNREFUSED' } }), 'fail', 'proxy-dead'],
  ['a SOCKS proxy', proxy({ ...NO_PROXY, unusable: 'ALL_PROXY', system: 'x:1' }), 'warn', 'proxy-unusable'],
  ['a proxy of the system', proxy({ ...NO_PROXY, system: 'proxy.lan:3128' }), 'warn', 'proxy-system'],
  ['a script for proxies', proxy({ ...NO_PROXY, system: 'automatic' }), 'warn', 'proxy-automatic'],
  ['a proxy that is not needed', proxy({ ...NO_PROXY, system: 'proxy.lan:3128' }, false), 'ok', 'proxy-unneeded'],
  ['no TikFinity', way('tikfinity', 'absent'), 'ok', 'way-tikfinity-absent'],
  ['TikFinity', way('tikfinity', 'ready'), 'ok', 'way-tikfinity-fine'],
  ['TikFinity, switched off', way('tikfinity', 'ready', false), 'ok', 'way-tikfinity-offered'],
  ['another program there', way('tikfinity', 'not-its-program'), 'warn', 'way-tikfinity-wrong'],
  ['a Standby there', way('tikfinity', 'is-standby'), 'warn', 'way-tikfinity-standby'],
  ['another creator’s TikFinity', way('tikfinity', 'other-creator'), 'warn', 'way-problem'],
  ['a way that is switched off', way('studio', 'off', false), 'skipped', 'way-off'],
  ['a way without a line', way('direct', 'unasked'), 'skipped', 'host-unasked'],
  ['a LIVE Studio that does not run', way('studio', 'absent'), 'ok', 'way-absent'],
  ['a way that could be used', way('euler', 'ready'), 'ok', 'way-ready'],
  ['the way that is used', way('connector', 'in-use'), 'ok', 'way-in-use'],
  ['a way whose server is away', way('direct', { code: 'ECONNREFUSED' }), 'warn', 'way-unreachable'],
  ['a way without its key', way('euler', 'no-credentials'), 'warn', 'way-problem'],
  ['the events', via({ way: 'connector', since: AT, host: 'ws.example', party: 'sign' }), 'ok', 'via-now'],
  ['no connection', via(null), 'skipped', 'via-none'],
  ['the demo', via({ way: 'connector', since: AT, host: 'x', party: 'tiktok' }, true), 'skipped', 'via-demo'],
  ['no Standby that runs', wayVerdicts.ways({ first: 'connector', live: null, ways: [] })[0]!, 'skipped', 'via-unasked'],
  ['a clock', clock({}), 'ok', 'clock-fine'],
  ['a clock before its own files', clock({ notBefore: AT + 2 * 86_400_000 }), 'fail', 'clock-wrong'],
  ['a clock that certificates do not fit', clock({ certificateCodes: ['CERT_NOT_YET_VALID'] }), 'warn', 'clock-suspect'],
  ['OBS', verdicts.obs(OBS), 'ok', 'obs-fine'],
  ['OBS left out', verdicts.obs({ ...OBS, state: 'off' }), 'skipped', 'obs-off'],
  ['OBS not started', verdicts.obs({ ...OBS, state: 'not-running' }), 'warn', 'obs-not-running'],
  ['a wrong password', verdicts.obs({ ...OBS, state: 'wrong-password' }), 'fail', 'obs-wrong-password'],
  ['no password', verdicts.obs({ ...OBS, state: 'wrong-password', hasPassword: false }), 'fail', 'obs-password-missing'],
  ['something else than OBS', verdicts.obs({ ...OBS, state: 'not-obs' }), 'fail', 'obs-not-obs'],
  ['an OBS that hangs', verdicts.obs({ ...OBS, state: 'timeout' }), 'fail', 'obs-silent'],
  ['an OBS too far', verdicts.obs({ ...OBS, state: 'unreachable' }), 'fail', 'obs-unreachable'],
  ['an old OBS', verdicts.obs({ ...OBS, state: 'unsupported' }), 'fail', 'obs-unsupported'],
  ['the scene', verdicts.scene(OBS), 'ok', 'scene-fine'],
  ['no such scene', verdicts.scene({ ...OBS, sceneExists: false }), 'fail', 'scene-missing'],
  ['a scene that nobody could be asked about', verdicts.scene({ ...OBS, sceneExists: null }), 'skipped', 'scene-unasked'],
  ['built pages', verdicts.pages(true), 'ok', 'pages-fine'],
  ['pages to be built', verdicts.pages(false), 'ok', 'pages-to-build'],
]

describe('Doctor', () => {
  test('[DO18] without a proxy anywhere nothing is said of one', () => {
    expect([proxyCheck(NO_PROXY, true), proxyCheck(NO_PROXY, false)]).toEqual([[], []])
  })

  test.each(CASES)('[DO1][DO18] %s', (_what, found, verdict, code) => {
    expect([found.verdict, found.code]).toEqual([verdict, code])
  })

  describe.each([
    ['English', CHECK_TEXTS, CHECK_TITLES],
    ['French', frCheckTexts, frCheckTitles],
  ] as const)('in %s', (_language, texts, titles) => {
    test('[DO2] every problem says what to do, and what is fine asks for nothing', () => {
      for (const [what, { code, params, verdict }] of CASES) {
        const { found, todo } = (texts[code] as (params: unknown) => { found: string; todo: string | null })(params)
        expect(found, what).toMatch(/^\S.*\S$/)
        if (verdict === 'fail' || verdict === 'warn') expect(todo?.length ?? 0, what).toBeGreaterThan(15)
        if (verdict === 'ok') expect(todo, what).toBeNull()
      }
    })

    test('[DO2] every check has a title', () => {
      expect(Object.keys(titles).sort()).toEqual([...CHECK_IDS].sort())
      for (const [id, title] of Object.entries(titles)) expect(title, id).toMatch(/^\S.*\S$/)
    })

    test('[DO2] every finding has its words, also those that are seldom made', () => {
      const versions = { standby: '0.1.0', node: '26.10.0', connector: '2.5.0', system: 'linux' }
      const place = { folder: '/data', file: 'standby.db', url: 'ws://127.0.0.1:4455', host: 'www.tiktok.com', port: 4747 }
      const figures = {
        freeMb: 5_000,
        mb: 3,
        ms: 12,
        time: '12:00',
        code: 'ECONNREFUSED',
        reason: 'broken',
        by: 'nginx',
        version: '31.0',
        scene: 'Standby',
        clients: 2,
        proxy: 'proxy:8080',
        from: 'HTTPS_PROXY',
        way: 'direct',
        party: 'sign',
        problem: 'silent',
      }
      const all = { ...versions, ...place, ...figures }
      for (const [code, text] of Object.entries(texts) as [string, (params: unknown) => { found: string; todo: string | null }][]) {
        const { found, todo } = text(all)
        expect(found, code).toMatch(/^\S.*\S$/)
        expect(found, code).not.toContain('undefined')
        if (todo !== null) expect(todo, code).toMatch(/^\S.*\S\.$/)
      }
    })

    test('[DO2] free space on a disk is given in megabytes below a gigabyte', () => {
      const found = (freeMb: number): string => texts['data-fine']({ folder: '/data', freeMb }).found
      expect(found(999.4)).toMatch(/\b999 M[Bo]\b/)
      expect(found(1_000)).toMatch(/\b1[.,]0 G[Bo]\b/)
    })
  })
})
