import { describe, expect, test } from 'vitest'
import { addressOf, probeTargets, readProbeHosts } from '@standby/bridge/network/targets.ts'

const TIKTOK = { webUrl: 'https://www.tiktok.com', webcastUrl: 'https://webcast.tiktok.com', signUrl: 'https://api.eulerstream.com' }

function hosts(value: string | undefined): string[] | string {
  const read = readProbeHosts(value)
  return read.ok ? read.hosts.map(addressOf) : read.message
}

function asked(upstream: Partial<typeof TIKTOK>, neutral?: string): string[] {
  const read = readProbeHosts(neutral)
  if (!read.ok) throw new Error(read.message)
  return probeTargets({ ...TIKTOK, ...upstream }, read.hosts).map((target) => `${target.role} ${addressOf(target)}`)
}

describe('Network probe', () => {
  test.each([
    [undefined, ['one.one.one.one:443', 'dns.google:443']],
    ['', []],
    ['  ', []],
    ['example.org', ['example.org:443']],
    ['Example.org:8443, 9.9.9.9:53', ['example.org:8443', '9.9.9.9:53']],
    ['[2620:fe::fe]:53 2.example', ['[2620:fe::fe]:53', '2.example:443']],
    ['192.168.1.1:80', ['192.168.1.1:80']],
  ])('[NP5] STANDBY_PROBE_HOSTS %s is %j', (value, expected) => {
    expect(hosts(value)).toEqual(expected)
  })

  test.each([
    'https://example.org',
    'example.org/path',
    'user@example.org',
    'example.org:99999',
    'ex ample:x',
    '127.0.0.1:80',
    'localhost',
    '[::1]:9',
    '0.0.0.0',
  ])('[NP5] STANDBY_PROBE_HOSTS %s is refused, by name', (value) => {
    expect(hosts(value)).toMatch(/^STANDBY_PROBE_HOSTS: ".*" is no public host and port\. Give some like one\.one/)
  })

  test('[NP15] TikTok, the sign service and the neutral hosts are asked', () => {
    expect(asked({})).toEqual([
      'upstream www.tiktok.com:443',
      'upstream webcast.tiktok.com:443',
      'upstream api.eulerstream.com:443',
      'neutral one.one.one.one:443',
      'neutral dns.google:443',
    ])
    expect(asked({}, '')).toHaveLength(3)
  })

  test('[NP15] the same host and port is asked once', () => {
    const proxy = 'http://proxy.example/tiktok'
    expect(asked({ webUrl: proxy, webcastUrl: 'http://proxy.example:80/webcast' }, 'proxy.example:80')).toEqual([
      'upstream proxy.example:80',
      'upstream api.eulerstream.com:443',
    ])
  })

  test.each(['http://127.0.0.1:4700', 'http://localhost:4700', 'http://[::1]:4700', 'http://127.8.9.1:4700', 'http://demo.localhost:4700'])(
    '[NP6] where all of it is on this computer (%s) nobody else is asked',
    (url) => {
      expect(asked({ webUrl: url, webcastUrl: url, signUrl: url })).toEqual([`upstream ${new URL(url).host}`])
    },
  )

  test.each([
    'http://127.0.0.1:21214',
    'http://localhost:21214',
    'http://192.168.1.20:21214',
    'http://10.0.0.2:1',
    'http://172.31.0.9',
    'http://169.254.1.1',
    'http://[fd00::2]:21214',
    'http://[fe80::1]:1',
    'http://nas:21214',
    'http://sign.local',
    'http://sign.lan:8080',
    'http://sign.home.arpa',
  ])('[NP7] a sign server on this computer or in the house (%s) says nothing about the line', (signUrl) => {
    expect(asked({ signUrl }, '')).toEqual(['upstream www.tiktok.com:443', 'upstream webcast.tiktok.com:443'])
  })

  test.each(['https://172.32.0.1', 'https://11.0.0.1', 'https://sign.example', 'https://[2001:db8::5]'])(
    '[NP7] one on the internet (%s) does',
    (signUrl) => {
      expect(asked({ signUrl }, '')).toHaveLength(3)
    },
  )

  test('[NP7] if all targets are local, the local ones and the neutral hosts are asked', () => {
    const proxy = 'http://192.168.1.20:8080'
    const signUrl = 'http://127.0.0.1:21214'
    expect(asked({ webUrl: proxy, webcastUrl: proxy, signUrl }, 'example.org')).toEqual([
      'upstream 192.168.1.20:8080',
      'neutral example.org:443',
    ])
  })
})
