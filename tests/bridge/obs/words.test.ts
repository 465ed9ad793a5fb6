import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress, shownAddress } from '@standby/bridge/obs/link/address.ts'
import { classifyClose, classifyFailure } from '@standby/bridge/obs/link/classify.ts'
import { IDLE, YIELDED } from '@standby/bridge/obs/scenes/way-back.ts'
import { INITIAL_STATE, parseState } from '@standby/bridge/obs/scenes/state.ts'
import { OBS_POLICY, type ObsCauseKind } from '@standby/bridge/obs/link/policy.ts'
import { linkProblem, sceneProblem } from '@standby/bridge/obs/problems.ts'
import { nearMiss, type SceneRef } from '@standby/bridge/obs/scenes/scene.ts'
import { say } from '@standby/bridge/obs/words.ts'
import { byName, observed, START } from './scenes/show.ts'

const scenes = (...names: string[]): SceneRef[] => names.map(byName)

describe('OBS and its scenes', () => {
  describe('did you mean', () => {
    test.each([
      ['Standby', ['Gameplay', 'standby'], 'standby'],
      ['Standby', ['Gameplay', 'Stand by'], 'Stand by'],
      ['Standby', ['Gameplay', 'Satndby'], 'Satndby'],
      ['Standby', ['Gameplay', '⏸ STANDBY ⏸'], '⏸ STANDBY ⏸'],
      ['Standby', ['Gameplay', 'My standby scene'], 'My standby scene'],
      ['Standby scene', ['Gameplay', 'Standby'], 'Standby'],
      ['Señal', ['Gameplay', 'senal'], 'senal'],
      ['Standby', ['Gameplay', 'Chat', 'Starting soon'], null],
      ['BRB', ['Gameplay', 'Intro'], null],
      ['', ['Gameplay'], null],
      ['⚡', ['Gameplay'], null],
      ['Standby', [], null],
    ])('[OB9] "%s" among %j: %j', (name, names, meant) => {
      expect(nearMiss(name, scenes(...names))).toBe(meant)
    })

    test('[OB9] whatever is meant is one of the scenes', () => {
      fc.assert(
        fc.property(fc.string(), fc.array(fc.string()), (name, names) => {
          const meant = nearMiss(name, scenes(...names))
          expect(meant === null || names.includes(meant)).toBe(true)
        }),
      )
    })
  })

  describe('problems in words', () => {
    test('[OB9] the missing standby scene', () => {
      const missing = observed('Gameplay', { scenes: scenes('Gameplay', 'Stanby') })
      expect(sceneProblem(missing, IDLE, 'Standby')?.text).toBe(
        'OBS has no scene “Standby”, so nothing is switched when TikTok drops. ' + 'Did you mean “Stanby”? Choose it in the dock.',
      )
      expect(sceneProblem(missing, IDLE, 'BRB')?.text).toContain('Make a scene with exactly this name')
      expect(sceneProblem(missing, IDLE, '')?.text).toContain('No standby scene is chosen')
      expect(sceneProblem(observed('Gameplay'), IDLE, 'Standby')).toBeNull()
    })

    test('[OB17] every reason without a link has a sentence with what to do, and a rule for retrying', () => {
      for (const kind of Object.keys(OBS_POLICY.retry) as ObsCauseKind[]) {
        const { text: sentence } = linkProblem(kind, 'ws://127.0.0.1:4455', say('password-wrong'))
        expect(sentence).toMatch(/^[A-Z].*\.$/)
        expect(sentence).toMatch(/Start|start|Check|restart|Compare|Copy|Press|Install|looks like/)
      }
    })
  })

  describe('causes', () => {
    const coded = (code: number, message: string): Error => Object.assign(new Error(message), { code })
    test.each<[Error, ObsCauseKind]>([
      [coded(4009, 'Authentication failed.'), 'wrong-password'],
      [coded(4010, 'Your requested RPC version is not supported by this server.'), 'unsupported'],
      [coded(4011, ''), 'kicked'],
      [coded(-1, 'connect ECONNREFUSED 127.0.0.1:4455'), 'not-running'],
      [coded(1006, ''), 'not-running'],
      [coded(1001, 'Server stopping.'), 'not-running'],
      [coded(-1, 'Unexpected server response: 404'), 'not-obs'],
      [coded(-1, 'Server sent no subprotocol'), 'not-obs'],
      [coded(-1, 'Parse Error: Expected HTTP/'), 'not-obs'],
      [coded(-1, 'getaddrinfo ENOTFOUND studio-pc'), 'unreachable'],
      [coded(-1, 'connect EHOSTUNREACH 192.168.1.9:4455'), 'unreachable'],
      [new SyntaxError('Invalid URL: nonsense'), 'bad-address'],
    ])('[OB17] a failed attempt: %s', (error, kind) => {
      expect(classifyFailure(error).kind).toBe(kind)
    })

    test('[OB17] a lost connection', () => {
      expect(classifyClose(1006, '').kind).toBe('closed')
      expect(classifyClose(4011, 'kicked').kind).toBe('kicked')
      expect(classifyClose(4009, '').kind).toBe('wrong-password')
    })

    test.each([
      ['ws://127.0.0.1:4455', true],
      [' wss://studio-pc:4455/ ', true],
      ['http://127.0.0.1:4455', false],
      ['127.0.0.1:4455', false],
      ['localhost:4455', false],
      ['ws://127.0.0.1:4455/#x', false],
      ['ws://', false],
      ['ws://:secret@127.0.0.1:4455', false],
      ['', false],
    ])('[OB17] the address "%s" can be used: %s', (text, usable) => {
      expect(parseAddress(text) !== null).toBe(usable)
    })

    test.each([
      ['ws://:secret@127.0.0.1:4455', 'ws://127.0.0.1:4455'],
      ['me:secret@127.0.0.1:4455', '127.0.0.1:4455'],
      ['ws://a:b@c@127.0.0.1', 'ws://127.0.0.1'],
      ['ws://127.0.0.1:4455/@', 'ws://127.0.0.1:4455/@'],
      ['ws:\\\\me:secret@evil.example', 'ws://evil.example'],
      ['me:secret@', ''],
    ])('[OB18] a password typed into the address is not shown: %s', (text, shown) => {
      expect(shownAddress(text)).toBe(shown)
    })
  })

  test('[OB8] a saved memory that cannot be understood counts as none', () => {
    expect(parseState(null, START)).toEqual(INITIAL_STATE)
    expect(parseState({ ...INITIAL_STATE, memory: { state: 'standby', returnTo: 'Gameplay' } }, START)).toEqual(INITIAL_STATE)
    expect(parseState({ ...INITIAL_STATE, memory: YIELDED }, START)).toEqual({ ...INITIAL_STATE, memory: YIELDED })
  })

  test('[OB40] a pause from more than 12 hours ago does not outlast a restart', () => {
    const hoursMs = 12 * 3_600_000
    const paused = { ...INITIAL_STATE, pausedAt: START }
    expect(parseState(paused, START + hoursMs).pausedAt).toBe(START)
    expect(parseState(paused, START + hoursMs + 1).pausedAt).toBeNull()
  })

  test('[OB12] a sentence is a code and its params, and the English made of them', () => {
    expect(say('tiktok-away', { seconds: 10 })).toEqual({
      code: 'tiktok-away',
      params: { seconds: 10 },
      text: 'TikTok had been away for 10 s',
    })
    expect(say('tiktok-away', { seconds: 600 }).text).toBe('TikTok had been away for 10 min')
    expect(say('dry-run')).toMatchObject({ code: 'dry-run', params: {} })
  })
})
