import type { Core } from '../core.ts'
import { effective } from '../settings/effective.pure.ts'
import { readCredentials, type StudioCredentials } from '../sources/studio/credentials.pure.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'

/** What the creator enters of the secrets that the ways need. Null takes one back; what is left out stays. */
export interface KeysChange {
  studio?: StudioCredentials | null | undefined
  signKey?: string | null | undefined
}

/** The secrets of the ways: those of the environment first, then what the creator has entered. */
export interface Keys {
  /** Where TikTok and its sign service are, with the key that goes there. */
  upstream(): Upstream
  studio(): StudioCredentials | null
  /** Names what the environment decides, or saves the change. */
  change(change: KeysChange): 'ok' | { fixed: keyof KeysChange }
  /** Every secret there is, so that none is repeated anywhere. */
  secrets(): string[]
}

/** It finds LIVE Studio by itself, on this computer alone. */
const STUDIO = 'LIVE Studio'

export function createKeys({ config, settings }: Pick<Core, 'config' | 'settings'>): Keys {
  const { upstream, eulerUrl } = config
  /** The servers that the key was entered for. It goes to no others, even if the settings change. */
  const services = `${upstream.signUrl} ${eulerUrl}`

  function signKey(): string | null {
    const saved = settings.read().signKey
    return effective(upstream.signApiKey, saved?.address === services ? saved.text : null, null).value
  }

  function studio(): StudioCredentials | null {
    const saved = settings.read().studio
    return effective(config.studio, saved === null ? null : readCredentials(saved.text), null).value
  }

  return {
    upstream: () => ({ ...upstream, signApiKey: signKey() }),
    studio,
    change(wanted) {
      if (wanted.studio !== undefined && config.studio !== null) return { fixed: 'studio' }
      if (wanted.signKey !== undefined && upstream.signApiKey !== null) return { fixed: 'signKey' }
      const next = { ...settings.read() }
      if (wanted.studio !== undefined) next.studio = wanted.studio && { text: JSON.stringify(wanted.studio), address: STUDIO }
      if (wanted.signKey !== undefined) next.signKey = wanted.signKey === null ? null : { text: wanted.signKey, address: services }
      settings.write(next)
      return 'ok'
    },
    secrets: () => [signKey(), ...Object.values<string>({ ...studio() })].filter((secret) => secret !== null),
  }
}
