import { DEFAULT_WAYS, parseWays } from '@standby/shared/connection/way.ts'
import { describe, expect, test } from 'vitest'

describe('Ladder', () => {
  test('[LD10] an order names each way once, however it is written', () => {
    expect(parseWays(' TikFinity connector')).toEqual(['tikfinity', 'connector'])
    expect(parseWays('studio,\n DIRECT, ,euler,')).toEqual(['studio', 'direct', 'euler'])
    expect(DEFAULT_WAYS).toEqual(['connector', 'tikfinity'])
    for (const wrong of ['', ',', 'connector,connector', 'connector,magic', 'connector;tikfinity']) expect(parseWays(wrong)).toBeNull()
  })
})
