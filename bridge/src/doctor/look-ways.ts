import type { Clock } from '@standby/shared/clock.ts'
import { WAYS, type ViaView, type Way, type WayProblem, type WayView } from '@standby/shared/connection/way.ts'
import type { FirstFrame } from '../sources/first-frame.ts'
import { portAnswers } from '../sources/local-port.ts'
import { readFrame as readStudioFrame } from '../sources/studio/read.pure.ts'
import { readFrame } from '../sources/tikfinity/read.pure.ts'
import type { Reached } from './verdicts.ts'

/** What was seen of one way. */
export interface WayFacts {
  way: Way
  isOn: boolean
  /**
   * `unasked`: there is no line to ask over. `absent`: its program does not run. `ready`: it could be used now as far as can be seen.
   * `in-use`: the events come by it. A code: its server was not reached.
   */
  state: 'off' | 'unasked' | 'absent' | 'ready' | 'in-use' | { code: string } | WayProblem
  /** The server or program that was looked at. */
  host: string
}

/** What a Standby that runs knows of its ways. */
export interface LiveWays {
  /** The demo LIVE runs: what it uses says nothing about the creator's own ways. */
  demo: boolean
  via: ViaView | null
  ways: readonly Pick<WayView, 'way' | 'problem'>[]
}

export interface WaysFacts {
  /** The way that is tried first. */
  first: Way
  /** Null: no Standby runs here. */
  live: LiveWays | null
  ways: WayFacts[]
}

export interface WaysToLookAt {
  /** Those that are switched on, the best first. */
  order: readonly Way[]
  hasKey: Readonly<Record<'studio' | 'euler', boolean>>
  urls: { direct: string; euler: string; tikfinity: string; studio: readonly string[] }
  /** Standby's own ports. */
  ownPorts: readonly (number | null)[]
  /** Sends nothing. */
  listen: (url: string) => Promise<FirstFrame>
  /** A handshake: no request is made, and no key is sent. */
  reach: (url: string) => Promise<Reached>
  clock: Clock
}

/**
 * Looks at every way without using it: nothing is asked of the sign service or TikTok, and nobody sees a key or credentials. `signed`: what
 * was found of the signed connection's servers. Without a line (`isLineGone`) only this computer is looked at.
 */
export async function lookAtWays(
  about: WaysToLookAt,
  { live, signed, isLineGone }: { live: LiveWays | null; signed: readonly Reached[]; isLineGone: boolean },
): Promise<WaysFacts> {
  const { order, hasKey, urls, reach } = about

  async function server(url: string): Promise<Pick<WayFacts, 'state' | 'host'>> {
    const { hostname: host } = new URL(url)
    if (isLineGone) return { host, state: 'unasked' }
    const reached = await reach(url)
    return { host, state: reached.ok ? 'ready' : { code: reached.code } }
  }

  function signedServers(): Pick<WayFacts, 'state' | 'host'> {
    const failed = signed.find((one) => !one.ok)
    const host = (failed ?? signed.at(-1))?.host ?? ''
    if (isLineGone) return { host, state: 'unasked' }
    return { host, state: failed === undefined || failed.ok ? 'ready' : { code: failed.code } }
  }

  function look(way: Way): Promise<Pick<WayFacts, 'state' | 'host'>> | Pick<WayFacts, 'state' | 'host'> {
    switch (way) {
      case 'connector':
        return signedServers()
      case 'direct':
        return server(urls.direct)
      case 'euler':
        return hasKey.euler ? server(urls.euler) : { host: new URL(urls.euler).hostname, state: 'no-credentials' }
      case 'studio':
        return hasKey.studio ? studio(about) : { host: STUDIO_HOST, state: 'no-credentials' }
      case 'tikfinity':
        return tikfinity(about)
    }
  }

  async function seen(way: Way): Promise<WayFacts> {
    const isOn = order.includes(way)
    // Its port is Standby's own business too, and it can be offered.
    if (!isOn && way !== 'tikfinity') return { way, isOn, state: 'off', host: '' }
    if (live?.demo === false && live.via?.way === way) return { way, isOn, state: 'in-use', host: live.via.host ?? '' }
    const found = await look(way)
    // A running Standby has tried it, and knows more than can be seen from outside.
    const known = live?.demo === false ? (live.ways.find((one) => one.way === way)?.problem ?? null) : null
    return { way, isOn, ...found, ...(isOn && found.state === 'ready' && known !== null && { state: known }) }
  }

  const ways = await Promise.all(WAYS.map(seen))
  return { first: order[0] ?? 'connector', live, ways }
}

const STUDIO_HOST = '127.0.0.1'

/** Only greets: a program that is asked nothing learns nothing. */
async function studio({ urls, ownPorts, listen, clock }: WaysToLookAt): Promise<Pick<WayFacts, 'state' | 'host'>> {
  const others = urls.studio.filter((url) => !ownPorts.includes(Number(new URL(url).port)))
  const answering = await Promise.all(others.map(async (url) => ((await portAnswers(url, clock)) ? [url] : [])))
  const greeted = await Promise.all(
    answering.flat().map(async (url) => ({ host: new URL(url).host, isStudio: isStudio(await listen(url)) })),
  )
  const found = greeted.find((one) => one.isStudio) ?? greeted[0]
  if (found === undefined) return { host: STUDIO_HOST, state: 'absent' }
  return { host: found.host, state: found.isStudio ? 'ready' : 'not-its-program' }
}

function isStudio(heard: FirstFrame): boolean {
  if (heard.from !== 'program' || heard.text === null) return false
  const frame = readStudioFrame(heard.text)
  return frame.type === 'hello' && frame.isStudio
}

async function tikfinity({ urls, ownPorts, listen }: WaysToLookAt): Promise<Pick<WayFacts, 'state' | 'host'>> {
  const { host, port } = new URL(urls.tikfinity)
  const heard = await listen(urls.tikfinity)
  if (heard.from === 'nobody') return { host, state: 'absent' }
  // A feed without a LIVE need not say anything.
  if (heard.from === 'silent') return { host, state: 'ready' }
  const frame = heard.from === 'program' && heard.text !== null ? readFrame(heard.text) : null
  if (frame === null || frame.type === 'unusable') return { host, state: 'not-its-program' }
  if (frame.type !== 'config' || !frame.isStandby) return { host, state: 'ready' }
  // Standby's own socket has the usual port as long as TikFinity does not run.
  return { host, state: ownPorts.includes(Number(port)) ? 'absent' : 'is-standby' }
}
