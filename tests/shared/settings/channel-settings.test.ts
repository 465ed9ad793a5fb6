import { describe, expect, test } from 'vitest'
import { parseChannels, savedChannels } from '@standby/shared/settings/channel-settings.ts'

describe('Several channels', () => {
  test.each([
    ['anna,ben', ['anna', 'ben']],
    [' @Anna ;  https://www.tiktok.com/@ben/live\ncleo', ['anna', 'ben', 'cleo']],
    ['anna,anna,@ANNA', ['anna']],
    ['', []],
  ])('[CL1] the list %j names %j', (text, names) => {
    expect(parseChannels(text)).toEqual({ ok: true, names })
  })

  test.each([
    ['anna,x', 'x'],
    ['anna,https://vm.tiktok.com/ZM123/', 'https://vm.tiktok.com/ZM123/'],
    ['../../etc', '../../etc'],
  ])('[CL1] in the list %j the part %j is no name', (text, wrong) => {
    expect(parseChannels(text)).toEqual({ ok: false, wrong })
  })

  test('[CL1] saved names that are none are left out', () => {
    expect(savedChannels.parse(['anna', '@ben', '../x', 'Cleo', 'anna', 'dora.d'])).toEqual(['anna', 'dora.d'])
    expect(savedChannels.parse('anna')).toEqual([])
    expect(savedChannels.parse(undefined)).toEqual([])
    expect(savedChannels.parse(Array.from({ length: 1_100 }, (_, index) => `name${index}`))).toHaveLength(1_000)
  })
})
