import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { MADE_UP_NAMES } from '../../support/fixtures/setup.ts'
import { home } from '../../support/browser/home.ts'

const HERE = { name: 'overlay.standby.test', verdict: 'here', addresses: ['127.0.0.1'] }
const step = (): HTMLElement => screen.getByRole('group', { name: 'TikTok LIVE Studio' })

/** The home page with this step open: it is folded, because most creators have no use for it. */
async function opened(...asked: Parameters<typeof home>): ReturnType<typeof home> {
  const page = await home(...asked)
  const details = step() as HTMLDetailsElement
  details.open = true
  await fireEvent(details, new Event('toggle'))
  await page.settle()
  return page
}
const addresses = (): string[] => [...step().querySelectorAll<HTMLInputElement>('input[readonly]')].map(({ value }) => value)

describe('Home page and setup', () => {
  test('[HM23] a name is tested and then allowed, with the command for the hosts file beside it', async () => {
    const { commands, settle } = await opened('live', { '/api/names': { ...MADE_UP_NAMES, names: [] } })
    expect(addresses()).toEqual([expect.stringMatching(/^Add-Content .*127\.0\.0\.1 overlay\.standby\.test"$/)])
    commands.answer({ '/api/names/check': HERE, '/api/names': MADE_UP_NAMES })
    await fireEvent.click(within(step()).getByRole('button', { name: en.names.allow }))
    await settle()
    expect(commands.sent).toEqual([
      { path: '/api/names/check', body: { name: 'overlay.standby.test' } },
      { path: '/api/names', body: { names: ['overlay.standby.test'] } },
    ])
    expect(step().textContent).toContain(en.names.verdicts.here(''))
    expect(addresses().slice(1)).toEqual(['http://overlay.standby.test:4747/overlay', 'http://overlay.standby.test:4747/standby'])
  })

  test('[HM23] with port 80 open the addresses have no port, and a port that is taken says what to do', async () => {
    const withPort = (state: 'open' | 'taken') => ({ ...MADE_UP_NAMES, port80: { on: true, fixed: false, state } })
    const { commands, settle } = await opened('live', { '/api/names': withPort('open') })
    expect(addresses().at(-1)).toBe('http://overlay.standby.test/standby')
    commands.answer({ '/api/names': withPort('taken') })
    await fireEvent.click(within(step()).getByRole('switch'))
    await settle()
    expect(commands.sent).toEqual([{ path: '/api/names', body: { port80: false } }])
    expect(step().textContent).toContain(en.names.portStates.taken)
    expect(addresses().at(-1)).toBe('http://overlay.standby.test:4747/standby')
  })

  test.each([
    ['English', en],
    ['French', fr],
  ] as const)('[HM23] a name that leads elsewhere or nowhere says what to do, in %s', async (_language, catalogue) => {
    const { commands, settle } = await opened('live', { '/api/names': MADE_UP_NAMES }, catalogue)
    for (const verdict of ['elsewhere', 'nowhere'] as const) {
      commands.answer({ '/api/names/check': { ...HERE, verdict, addresses: ['192.0.2.1'] } })
      await fireEvent.click(within(step()).getByRole('button', { name: catalogue.names.test }))
      await settle()
      expect(step().textContent).toContain(catalogue.names.verdicts[verdict]('192.0.2.1'))
    }
  })

  test('[HM23] what the environment sets cannot be changed here', async () => {
    await opened('live', { '/api/names': { ...MADE_UP_NAMES, namesFixed: true, port80: { on: true, fixed: true, state: 'open' } } })
    expect(within(step()).queryByRole('textbox', { name: en.names.name })).toBeNull()
    expect(within(step()).queryByRole('switch')).toBeNull()
    expect(within(step()).queryByRole('button', { name: en.names.remove })).toBeNull()
    expect(step().textContent).toContain(en.names.namesFixed)
  })
})
