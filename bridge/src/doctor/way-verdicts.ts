import type { Check, CheckId } from '@standby/shared/checks.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import type { WayFacts, WaysFacts } from './look-ways.ts'
import { check } from './verdicts.ts'

const IDS = {
  connector: 'way-connector',
  direct: 'way-direct',
  studio: 'way-studio',
  tikfinity: 'way-tikfinity',
  euler: 'way-euler',
} as const satisfies Record<Way, CheckId>

/** By which way and through whose server the events come, then each way in the order of `WAYS`. */
export function ways({ first, live, ways: seen }: WaysFacts): Check[] {
  return [via({ first, live }), ...seen.map(way)]
}

function via({ first, live }: Pick<WaysFacts, 'first' | 'live'>): Check {
  if (live === null) return check('via', 'skipped', { code: 'via-unasked', params: { way: first } })
  if (live.demo) return check('via', 'skipped', { code: 'via-demo', params: {} })
  if (live.via === null) return check('via', 'skipped', { code: 'via-none', params: {} })
  const { way: used, host, party } = live.via
  return check('via', 'ok', { code: 'via-now', params: { way: used, host: host ?? '?', party: party ?? 'tiktok' } })
}

/** Leaving a way out is fine. What is wrong with it is worth a look only if it is to be used. */
function way(facts: WayFacts): Check {
  const { state, host } = facts
  const id = IDS[facts.way]
  if (facts.way === 'tikfinity') {
    const own = tikfinity(facts)
    if (own !== null) return own
  }
  switch (state) {
    case 'off':
      return check(id, 'skipped', { code: 'way-off', params: {} })
    case 'unasked':
      return check(id, 'skipped', { code: 'host-unasked', params: { host } })
    case 'absent':
      return check(id, 'ok', { code: 'way-absent', params: {} })
    case 'ready':
      return check(id, 'ok', { code: 'way-ready', params: { host } })
    case 'in-use':
      return check(id, 'ok', { code: 'way-in-use', params: { host } })
    default:
      return typeof state === 'object'
        ? check(id, 'warn', { code: 'way-unreachable', params: { host, code: state.code } })
        : check(id, 'warn', { code: 'way-problem', params: { problem: state } })
  }
}

/** Null: it has no words of its own for this. */
function tikfinity({ state, host, isOn }: WayFacts): Check | null {
  const params = { host }
  switch (state) {
    case 'absent':
      return check('way-tikfinity', 'ok', { code: 'way-tikfinity-absent', params })
    case 'ready':
      return check('way-tikfinity', 'ok', { code: isOn ? 'way-tikfinity-fine' : 'way-tikfinity-offered', params })
    case 'is-standby':
      return check('way-tikfinity', 'warn', { code: 'way-tikfinity-standby', params })
    case 'not-its-program':
      return check('way-tikfinity', 'warn', { code: 'way-tikfinity-wrong', params })
    default:
      return null
  }
}
