import { describe, expect, test } from 'vitest'
import { readConfig } from '@standby/bridge/config.ts'
import { createKeys } from '@standby/bridge/live/keys.ts'
import { opened, ownFolders, storeInMemory } from '../../support/fixtures/secrets.ts'

ownFolders()

const STUDIO = { appId: 'app', keyId: 'key-id', secret: 'the-secret' }

function keysOf(env: Record<string, string> = {}, { store } = storeInMemory()) {
  const result = readConfig(env)
  if (!result.ok) throw new Error(result.errors.join())
  const settings = opened(store)
  return { keys: createKeys({ config: result.config, settings: settings as never }), settings }
}

describe('Settings', () => {
  test('[SE18] a key goes to the servers that it was entered for, and to no others', async () => {
    const memory = storeInMemory()
    const { keys, settings } = keysOf({}, memory)
    expect([keys.upstream().signApiKey, keys.studio(), keys.secrets()]).toEqual([null, null, []])
    expect(keys.change({ signKey: 'my-key', studio: STUDIO })).toBe('ok')
    await settings.settle()
    expect([keys.upstream().signApiKey, keys.studio()]).toEqual(['my-key', STUDIO])
    expect(keys.secrets()).toEqual(['my-key', 'app', 'key-id', 'the-secret'])
    for (const variable of ['SIGN_API_URL', 'EULER_URL']) {
      const elsewhere = keysOf({ [variable]: `${variable === 'EULER_URL' ? 'wss' : 'https'}://sign.example` }, memory)
      await elsewhere.settings.settle()
      expect(elsewhere.keys.upstream().signApiKey, variable).toBeNull()
      expect(elsewhere.keys.studio()).toEqual(STUDIO)
    }
    expect(keys.change({ signKey: null })).toBe('ok')
    expect([keys.upstream().signApiKey, keys.studio()]).toEqual([null, STUDIO])
  })

  test('[SE19] the environment’s key counts first, and no page takes its place', () => {
    const { keys } = keysOf({
      SIGN_API_KEY: 'from-outside',
      LIVE_STUDIO_APP_ID: 'a',
      LIVE_STUDIO_KEY_ID: 'k',
      LIVE_STUDIO_SECRET: 's',
    })
    expect(keys.change({ signKey: 'mine' })).toEqual({ fixed: 'signKey' })
    expect(keys.change({ studio: STUDIO })).toEqual({ fixed: 'studio' })
    expect([keys.upstream().signApiKey, keys.studio()]).toEqual(['from-outside', { appId: 'a', keyId: 'k', secret: 's' }])
  })
})
