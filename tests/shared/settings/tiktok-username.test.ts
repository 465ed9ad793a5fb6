import { describe, expect, test } from 'vitest'
import { FIELD_TEXTS } from '@standby/shared/words/refusals.ts'
import { parseUsername } from '@standby/shared/settings/tiktok-username.ts'

/** The name, or why there is none. */
function found(input: string): string {
  const result = parseUsername(input)
  if (!result.ok) expect(result.message).toBe(FIELD_TEXTS[result.code]({}))
  return result.ok ? `name ${result.username}` : result.code
}

describe('Configuration', () => {
  test.each([
    ['ab', 'ab'],
    ['a.b_c9', 'a.b_c9'],
    ['9', null],
    ['x'.repeat(24), 'x'.repeat(24)],
    ['x'.repeat(25), null],
    ['__', null],
    ['_9', '_9'],
    ['name...', 'name'],
    ['.name', '.name'],
    ['%40ada', 'ada'],
    ['@ ada', 'ada'],
    ['ada/LIVE', 'ada'],
    ['ada/live/', 'ada'],
    ['ada/livex', null],
    ['ada!', 'ada'],
    ['“ada”.', 'ada'],
    ['(@ada),', 'ada'],
    ['[ada]', 'ada'],
    ['« @Ada »', 'ada'],
    ['"\'ada\'"', 'ada'],
    ['adä', null],
    ['tiktok.com', null],
    ['https://www.tiktok.com/', null],
    ['www.tiktok.com', null],
    ['my.tiktok.com', null],
    ['mytiktok.com', 'mytiktok.com'],
    ['tiktok.com.x', 'tiktok.com.x'],
    ['tiktok_com', 'tiktok_com'],
    [',@ada', null],
    [' ,@ada', null],
    [' '.repeat(1_997) + 'ada', 'ada'],
    [' '.repeat(2_000) + 'ada', null],
  ])('[CF5] alone, %j is the name %s', (input, name) => expect(found(input)).toBe(name === null ? 'tiktok-name' : `name ${name}`))

  test.each([
    ['tiktok.com/@my.name', 'my.name'],
    ['TikTok.com/@My.Name', 'my.name'],
    ['http://tiktok.com/@my.name', 'my.name'],
    ['https://www.m-1.tiktok.com/@my.name/live?x=1', 'my.name'],
    ['https://www.tiktok.com/@my.name?lang=en', 'my.name'],
    ['https://www.tiktok.com/@my.name#top', 'my.name'],
    ['<https://www.tiktok.com/@my.name>', 'my.name'],
    ['"https://www.tiktok.com/@my.name"', 'my.name'],
    ["'https://www.tiktok.com/@my.name'", 'my.name'],
    ['see tiktok.com/@my.name there', 'my.name'],
    ['my LIVE:\nhttps://www.tiktok.com/@my.name', 'my.name'],
    ['https://www.tiktok.com/@my.name...', 'my.name'],
    ['https://www.tiktok.com/my.name', null],
    ['https://www.tiktok.com/@a', null],
    ['xtiktok.com/@my.name', null],
    ['tiktokxcom/@my.name', null],
    ['xhttps://www.tiktok.com/@my.name', null],
    ['https://evil.example/tiktok.com/@my.name', null],
  ])('[CF5] in the address %j the name is %s', (input, name) => expect(found(input)).toBe(name === null ? 'tiktok-name' : `name ${name}`))

  test.each([
    ['I am @my.name on TikTok', 'my.name'],
    ['@ada and @ADA', 'ada'],
    ['call (@ada) now', 'ada'],
    ['call @ada, now', 'ada'],
    ['call @ab now', 'ab'],
    [`call @${'x'.repeat(24)} now`, 'x'.repeat(24)],
    ['call @a now', null],
    [`call @${'x'.repeat(25)} now`, null],
    ['@ada or @bob', null],
    ['é@ada there', null],
    ['7@ada there', null],
    ['.@ada there', null],
    ['_@ada there', null],
    ['/@ada there', null],
    ['@@ada there', null],
    ['call @adaé now', null],
    ['call @ada@bob now', null],
    ['call @ada at https://x.example', 'ada'],
    ['nobody is named', null],
  ])('[CF5] in the sentence %j the name is %s', (input, name) => expect(found(input)).toBe(name === null ? 'tiktok-name' : `name ${name}`))

  test.each([
    ['vm.tiktok.com/ZM1', true],
    ['VM.TikTok.com/ZM1', true],
    ['vt.tiktok.com/-_', true],
    ['tiktok.com/t/ZT1', true],
    ['m.tiktok.com/t/ZT1', true],
    ['www.tiktok.com/t/ZT1/', true],
    ['(vm.tiktok.com/ZM1)', true],
    ['"vm.tiktok.com/ZM1"', true],
    ["'vm.tiktok.com/ZM1'", true],
    ['<vm.tiktok.com/ZM1>', true],
    ['look: vm.tiktok.com/ZM1', true],
    ['vm.tiktok.com/', false],
    ['tiktok.com/t/', false],
    ['tiktok.com/x/ZT1', false],
    ['vx.tiktok.com/ZM1', false],
    ['vmxtiktok.com/ZM1', false],
    ['vm.tiktokxcom/ZM1', false],
    ['wwwxtiktok.com/t/ZT1', false],
    ['mxtiktok.com/t/ZT1', false],
    ['tiktokxcom/t/ZT1', false],
    ['xvm.tiktok.com/ZM1', false],
    ['evil.vm.tiktok.com/ZM1', false],
  ])('[CF5] %j is a short link: %s', (input, isShort) => expect(found(input)).toBe(isShort ? 'tiktok-short-link' : 'tiktok-name'))
})
