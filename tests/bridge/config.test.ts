import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, type Config, type Environment } from '@standby/bridge/config.ts'
import { sentenceOf } from '@standby/bridge/server/wrong-field.ts'
import { SIGN_BUDGET, signBudget } from '@standby/shared/connection/budget.ts'
import { tiktokUsername } from '@standby/shared/settings/connection.ts'
import { parseUsername } from '@standby/shared/settings/tiktok-username.ts'

function good(env: Environment): { config: Config; warnings: string[] } {
  const result = readConfig(env)
  if (!result.ok) throw new Error(result.errors.join('\n'))
  return result
}

describe('Configuration', () => {
  test('[CF1] without any environment the documented defaults hold', () => {
    const { config, warnings } = good({})
    expect(warnings).toEqual([])
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4747,
      logLevel: 'info',
      tokens: null,
      names: null,
      port80: null,
      tiktokUsername: null,
      channels: null,
      signBudget: SIGN_BUDGET,
      upstream: {
        webUrl: 'https://www.tiktok.com',
        webcastUrl: 'https://webcast.tiktok.com',
        signUrl: 'https://api.eulerstream.com',
        signApiKey: null,
      },
      obs: { url: null, password: null, standbyScene: null },
      reconnection: { maxAttempts: 10, baseDelayMs: 5_000, maxDelayMs: 300_000, multiplier: 2 },
      degradedAfterMs: 10_000,
    })
    expect(config.dataDir.toLowerCase()).toContain('standby')
  })

  test('[CF2] every variable is taken over', () => {
    const { config, warnings } = good({
      TIKTOK_USERNAME: '@Ada',
      SIGN_REQUESTS_PER_MINUTE: '7',
      SIGN_REQUESTS_PER_HOUR: '70',
      STANDBY_CHANNELS: 'ada, @Ben',
      STANDBY_HOST: 'localhost',
      STANDBY_PORT: '0',
      STANDBY_DATA_DIR: 'data',
      STANDBY_SECRETS: 'file',
      STANDBY_TOKENS: 'on',
      STANDBY_NAMES: 'Overlay.standby.test, other.test',
      STANDBY_PORT_80: 'on',
      STANDBY_READ_TOKEN: 'read-token-of-the-test-1',
      STANDBY_CONTROL_TOKEN: 'control_token-of-the-test',
      LOG_LEVEL: 'debug',
      TIKTOK_SOURCES: 'TikFinity, connector',
      TIKFINITY_URL: 'ws://localhost:9/',
      EULER_URL: 'ws://127.0.0.1:9/',
      LIVE_STUDIO_APP_ID: 'app',
      LIVE_STUDIO_KEY_ID: 'key-id',
      LIVE_STUDIO_SECRET: 'studio-secret',
      TIKTOK_WEB_URL: 'http://127.0.0.1:9/',
      TIKTOK_WEBCAST_URL: 'http://127.0.0.1:9',
      SIGN_API_URL: 'https://sign.example/base/',
      SIGN_API_KEY: 'key',
      OBS_WEBSOCKET_URL: 'ws://127.0.0.1:4456',
      OBS_WEBSOCKET_PASSWORD: ' spaces count ',
      OBS_STANDBY_SCENE: 'Pause ⚡',
      RECONNECTION_MAX_ATTEMPTS: '3',
      RECONNECTION_BASE_DELAY: '2000',
      RECONNECTION_MAX_DELAY: '60000',
      RECONNECTION_BACKOFF_MULTIPLIER: '1.5',
      DEGRADED_AFTER: '15000',
      STANDBY_PROBE_HOSTS: 'example.org example.net:80',
      STANDBY_WEBHOOK_URL: 'https://example.org/hook?token=1',
      STANDBY_TIKFINITY_PORT: '21300',
    })
    expect(warnings).toEqual([])
    expect(config).toEqual({
      ways: ['tikfinity', 'connector'],
      proxyFrom: null,
      studio: { appId: 'app', keyId: 'key-id', secret: 'studio-secret' },
      tikfinityUrl: 'ws://localhost:9',
      eulerUrl: 'ws://127.0.0.1:9',
      host: 'localhost',
      port: 0,
      dataDir: 'data',
      secrets: 'file',
      tokens: { read: 'read-token-of-the-test-1', control: 'control_token-of-the-test' },
      names: ['overlay.standby.test', 'other.test'],
      port80: true,
      logLevel: 'debug',
      tiktokUsername: 'ada',
      channels: ['ada', 'ben'],
      signBudget: signBudget({ minute: 7, hour: 70 }),
      upstream: { webUrl: 'http://127.0.0.1:9', webcastUrl: 'http://127.0.0.1:9', signUrl: 'https://sign.example/base', signApiKey: 'key' },
      obs: { url: 'ws://127.0.0.1:4456', password: ' spaces count ', standbyScene: 'Pause ⚡' },
      reconnection: { maxAttempts: 3, baseDelayMs: 2_000, maxDelayMs: 60_000, multiplier: 1.5 },
      degradedAfterMs: 15_000,
      webhook: { url: 'https://example.org/hook?token=1', host: 'example.org', format: 'plain' },
      probeHosts: [
        { host: 'example.org', port: 443, role: 'neutral' },
        { host: 'example.net', port: 80, role: 'neutral' },
      ],
      tikfinityPort: 21_300,
    })
  })

  test.each([
    [undefined, 21_213],
    ['', null],
    [' ', null],
    ['0', 0],
    ['21300', 21_300],
  ])('[CF9] STANDBY_TIKFINITY_PORT=%s: left out it is TikFinity’s own port, empty it is none', (value, expected) => {
    expect(good(value === undefined ? {} : { STANDBY_TIKFINITY_PORT: value }).config.tikfinityPort).toBe(expected)
  })

  test.each([
    ['STANDBY_PORT', 'abc', 'port', 4747],
    ['STANDBY_PORT', '70000', 'port', 65_535],
    ['LOG_LEVEL', 'loud', 'logLevel', 'info'],
    ['STANDBY_SECRETS', 'vault', 'secrets', 'system'],
    ['DEGRADED_AFTER', '-5', 'degradedAfterMs', 1_000],
    ['DEGRADED_AFTER', 'NaN', 'degradedAfterMs', 10_000],
  ] as const)('[CF3] %s=%s falls back with a warning that names it', (name, value, field, expected) => {
    const { config, warnings } = good({ [name]: value })
    expect(config[field]).toBe(expected)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(name)
  })

  test.each([
    [{ RECONNECTION_MAX_ATTEMPTS: '0' }, 'RECONNECTION_MAX_ATTEMPTS', { maxAttempts: 1 }],
    [{ RECONNECTION_BASE_DELAY: '10' }, 'RECONNECTION_BASE_DELAY', { baseDelayMs: 1_000 }],
    [{ RECONNECTION_BACKOFF_MULTIPLIER: 'two' }, 'RECONNECTION_BACKOFF_MULTIPLIER', { multiplier: 2 }],
    [{ RECONNECTION_MAX_DELAY: 'Infinity' }, 'RECONNECTION_MAX_DELAY', { maxDelayMs: 300_000 }],
    [
      { RECONNECTION_BASE_DELAY: '20000', RECONNECTION_MAX_DELAY: '10000' },
      'RECONNECTION_MAX_DELAY',
      { baseDelayMs: 20_000, maxDelayMs: 20_000 },
    ],
  ])('[CF3] %o falls back with a warning that names it', (env, name, expected) => {
    const { config, warnings } = good(env)
    expect(config.reconnection).toMatchObject(expected)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(name)
  })

  test.each([
    ['STANDBY_HOST', '0.0.0.0'],
    ['STANDBY_HOST', '192.168.1.5'],
    ['STANDBY_HOST', 'example.org'],
    ['STANDBY_TOKENS', 'maybe'],
    ['STANDBY_NAMES', 'overlay.standby.test 127.0.0.1'],
    ['STANDBY_PORT_80', 'yes'],
    ['STANDBY_READ_TOKEN', 'too-short'],
    ['STANDBY_CONTROL_TOKEN', 'with a space, and long enough'],
    ['TIKTOK_USERNAME', 'two words'],
    ['STANDBY_CHANNELS', 'ada,two/words'],
    ['TIKTOK_SOURCES', 'connector,connector'],
    ['TIKTOK_SOURCES', 'magic'],
    ['LIVE_STUDIO_SECRET', 'alone'],
    ['EULER_URL', 'ws://example.org'],
    ['TIKFINITY_URL', 'ws://192.168.1.7:21213'],
    ['TIKTOK_WEB_URL', 'www.tiktok.com'],
    ['TIKTOK_WEBCAST_URL', 'ftp://x'],
    ['SIGN_API_URL', 'https://'],
    ['OBS_WEBSOCKET_URL', 'http://127.0.0.1:4455'],
    ['STANDBY_WEBHOOK_URL', 'discord'],
    ['STANDBY_PROBE_HOSTS', 'https://example.org/x'],
  ])('[CF4] %s=%s stops the start, names the variable, and shows no value that may hold a secret', (name, value) => {
    const result = readConfig({ [name]: value })
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.errors.join()).toContain(name)
  })

  test.each(['0.0.0.0', '::'])('[CF6] %s needs tokens, and then is allowed; an address of one network card alone never is', (host) => {
    const refused = readConfig({ STANDBY_HOST: host })
    expect(refused.ok ? [] : refused.errors.join()).toContain('STANDBY_TOKENS=on')
    const { config, warnings } = good({ STANDBY_HOST: host, STANDBY_TOKENS: 'on' })
    expect(config).toMatchObject({ host, tokens: { read: null, control: null } })
    expect(warnings).toEqual([])
    const single = readConfig({ STANDBY_HOST: '192.168.1.5', STANDBY_TOKENS: 'on' })
    expect(single.ok ? [] : single.errors.join()).toContain('0.0.0.0')
  })

  test('[CF7] a token without STANDBY_TOKENS is warned about, equal ones are refused, none is printed', () => {
    const token = 'the-same-token-twice-here'
    const { config, warnings } = good({ STANDBY_READ_TOKEN: token })
    expect(config.tokens).toBeNull()
    expect(warnings.join()).toContain('STANDBY_READ_TOKEN')
    const same = readConfig({ STANDBY_TOKENS: 'on', STANDBY_READ_TOKEN: token, STANDBY_CONTROL_TOKEN: token })
    expect(same.ok).toBe(false)
    const short = readConfig({ STANDBY_TOKENS: 'on', STANDBY_READ_TOKEN: 'secret-but-short' })
    expect(JSON.stringify([warnings, same, short])).not.toMatch(/the-same-token|secret-but-short/)
  })

  test('[CF4] an address with a password in it is not repeated in the error', () => {
    const result = readConfig({ SIGN_API_URL: 'ftp://me:hunter2@sign.example' })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })

  test.each([
    ['ada', 'ada'],
    [' @Ada.L_1 ', 'ada.l_1'],
    ['https://www.tiktok.com/@ada', 'ada'],
    ['https://www.tiktok.com/@ada/live?lang=en#x', 'ada'],
    ['tiktok.com/@ada/', 'ada'],
    ['https://m.tiktok.com/@ADA', 'ada'],
    ['\u2068@my.name\u2069', 'my.name'],
    ['\u200e@my.name', 'my.name'],
    ['my\u200b.name\ufeff', 'my.name'],
    ['@my.name/live', 'my.name'],
    ['@ my.name', 'my.name'],
    ['＠my.name', 'my.name'],
    ['ｍｙ.ｎａｍｅ', 'my.name'],
    ['"my.name"', 'my.name'],
    ['“@my.name”.', 'my.name'],
    ['(@my.name)', 'my.name'],
    ['See my LIVE https://www.tiktok.com/@my.name/live', 'my.name'],
    ['Regarde mon LIVE : https://www.tiktok.com/@my.name/live?_t=8&_r=1 !', 'my.name'],
    ['https://www.tiktok.com/%40my.name', 'my.name'],
    ['https://www.tiktok.com/%40my.name/live', 'my.name'],
    ['I am @My.Name on TikTok.', 'my.name'],
    ['https://vm.tiktok.com/ZMabcdefg/ https://www.tiktok.com/@my.name', 'my.name'],
    ['Join me! https://vm.tiktok.com/ZMabcdefg/ @my.name', 'my.name'],
    ['my.name/live?lang=fr', 'my.name'],
    ['@@my.name', 'my.name'],
    ['[my.name](https://www.tiktok.com/@my.name)', 'my.name'],
    ['https://www.tiktok.com/@my.name&x=1', 'my.name'],
    ['@мy.nаme', 'my.name'],
  ])('[CF5] the TikTok name in %j is %j', (input, username) => {
    expect(parseUsername(input)).toEqual({ ok: true, username })
  })

  test.each([
    '',
    '@',
    'a',
    'two words',
    'a'.repeat(25),
    '../../etc',
    'ada?x=1',
    'https://evil.example/@ada',
    'ada\n',
    '<b>ada</b>',
    '..',
    '@ada or @bob',
    'me@mail.example',
    'see https://evil.example/@ada now',
    'https://eviltiktok.com/@ada',
    'маша',
    '@маша hello',
  ])('[CF5] %j holds no TikTok name, and the answer says what one looks like', (input) => {
    const result = parseUsername(input)
    expect(result.ok).toBe(input === 'ada\n')
    if (!result.ok) expect(result.message).toContain('@name')
  })

  test.each([
    'https://vm.tiktok.com/ZMabcdefg/',
    'vt.tiktok.com/ZS1/',
    'Look: https://www.tiktok.com/t/ZTabc/',
    'https://lite.tiktok.com/t/ZTabc/',
    '\u2068https://vm.tiktok.com/Z1/\u2069',
  ])('[CF5] the short link %j is said to hold no name', (input) => {
    expect(parseUsername(input)).toMatchObject({
      ok: false,
      code: 'tiktok-short-link',
      message: expect.stringContaining('short link') as string,
    })
    expect(tiktokUsername.safeParse(input).error?.issues.map((issue) => sentenceOf(issue, 'username')?.code)).toEqual(['tiktok-short-link'])
  })

  test.each([
    ['"/data/standby"', '/data/standby'],
    ["'/data/standby'", '/data/standby'],
    [' "/data/my standby" ', '/data/my standby'],
    ['\ufeff/data/standby', '/data/standby'],
    ['~', homedir()],
    ['~/standby', join(homedir(), 'standby')],
    ['"~/standby"', join(homedir(), 'standby')],
    ['~other/standby', '~other/standby'],
    ['/data/a#b & c%d', '/data/a#b & c%d'],
    ['relative', 'relative'],
  ])('[CF8] the data folder %j is %j', (value, folder) => {
    const result = readConfig({ STANDBY_DATA_DIR: value })
    expect(result.ok && result.config.dataDir).toBe(folder)
  })

  test('[CF8] an impossible folder name stops the start, and quotes of any variable go', () => {
    for (const value of ['/data/\u0000x', '/data/a\tb', '/data/\n/x']) {
      const result = readConfig({ STANDBY_DATA_DIR: value })
      expect(!result.ok && result.errors).toEqual([expect.stringContaining('STANDBY_DATA_DIR')])
    }
    const result = readConfig({ TIKTOK_USERNAME: '"@ada"', STANDBY_PORT: '"5000"', STANDBY_DATA_DIR: '""' })
    expect(result.ok && [result.config.tiktokUsername, result.config.port, result.config.dataDir.includes('"')]).toEqual([
      'ada',
      5_000,
      false,
    ])
  })
})

describe('Several channels', () => {
  test('[CL2] the first name of the list is the first channel, if no other one is set', () => {
    const first = (env: Record<string, string>) => good(env).config.tiktokUsername
    expect(first({ STANDBY_CHANNELS: 'ben,ada' })).toBe('ben')
    expect(first({ STANDBY_CHANNELS: 'ben,ada', TIKTOK_USERNAME: 'cleo' })).toBe('cleo')
    const many = Array.from({ length: 1_001 }, (_, index) => `name${index}`).join()
    expect(readConfig({ STANDBY_CHANNELS: many })).toMatchObject({ ok: false, errors: [expect.stringContaining('takes 1000')] })
  })
})
