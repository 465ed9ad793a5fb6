import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { promptToOpen } from '@standby/bridge/start/open-prompt.ts'
import { portTaken } from '@standby/bridge/start/messages.ts'

const OTHER = { state: 'taken', by: 'another program' } as const

describe('Bridge', () => {
  test('[BR15] a taken port says who has it, what to do, and the exact command for another one', () => {
    const unix = portTaken(4747, OTHER, 4748, 'linux').join('\n')
    expect(unix).toContain('4747 is used by another program')
    expect(unix).toContain('STANDBY_PORT=4748 npx -y pnpm@12.21.0 start')
    const windows = portTaken(4747, OTHER, 4748, 'win32').join('\n')
    expect(windows).toContain('$env:STANDBY_PORT=4748; npx -y pnpm@12.21.0 start')
    expect(windows).toContain('set STANDBY_PORT=4748&& npx -y pnpm@12.21.0 start')
    expect(portTaken(4747, { state: 'standby', url: 'http://127.0.0.1:4747' }, null, 'linux').join('\n')).toContain(
      'http://127.0.0.1:4747/',
    )
  })

  function terminal({ isTTY = true } = {}) {
    const input = Object.assign(new PassThrough(), { isTTY })
    const output = Object.assign(new PassThrough(), { isTTY })
    const opened: string[] = []
    const written = (): string => String((output.read() as Buffer | null) ?? '')
    const begin = (open = async (url: string) => void opened.push(url)) =>
      promptToOpen({ input, output, url: 'http://here/', open } as never)
    return { input, opened, written, begin }
  }

  test('[BR16] in a terminal Enter opens the home page, once; until then nothing is opened', async () => {
    const { input, opened, written, begin } = terminal()
    begin()
    expect(written()).toContain('Press Enter')
    expect(opened).toEqual([])
    input.write('\n')
    await expect.poll(() => opened).toEqual(['http://here/'])
    input.write('\n')
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened).toHaveLength(1)
  })

  test('[BR16] without a person in front of it nothing is offered, and a failing browser is reported', async () => {
    const away = terminal({ isTTY: false })
    away.begin()
    away.input.write('\n')
    expect([away.written(), away.opened]).toEqual(['', []])
    const broken = terminal()
    broken.begin(() => Promise.reject(new Error('no browser')))
    broken.written()
    broken.input.write('\n')
    await expect.poll(() => broken.written()).toContain('http://here/')
  })

  test('[BR16] an offer that was taken back opens nothing', async () => {
    const { input, opened, begin } = terminal()
    begin()()
    input.write('\n')
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened).toEqual([])
  })
})
