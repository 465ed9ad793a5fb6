import { describe, expect, test } from 'vitest'
import { effective, effectiveObsUrl, effectiveStandbyScene, effectiveUsername } from '@standby/bridge/settings/effective.pure.ts'

describe('Settings', () => {
  test.each([
    ['fixed', 'saved', { value: 'fixed', by: 'environment' }],
    ['fixed', null, { value: 'fixed', by: 'environment' }],
    ['', 'saved', { value: '', by: 'environment' }],
    [null, 'saved', { value: 'saved', by: 'saved' }],
    [null, '', { value: '', by: 'saved' }],
    [null, null, { value: 'usual', by: 'default' }],
    [null, undefined, { value: 'usual', by: 'default' }],
  ])('[SE2] with %j in the environment and %j saved, %j is in force', (environment, saved, inForce) => {
    expect(effective(environment, saved, 'usual')).toEqual(inForce)
  })

  test('[SE2] what nobody has set is the demo, the usual address of OBS, and a scene named Standby', () => {
    expect(effectiveUsername(null, null)).toEqual({ value: null, by: 'default' })
    expect(effectiveObsUrl(null, null)).toEqual({ value: 'ws://127.0.0.1:4455', by: 'default' })
    expect(effectiveStandbyScene(null, null)).toEqual({ value: 'Standby', by: 'default' })
  })
})
