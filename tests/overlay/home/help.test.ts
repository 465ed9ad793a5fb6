import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { MADE_UP_TOKENS } from '../../support/fixtures/setup.ts'
import { home } from '../../support/browser/home.ts'

describe('Access', () => {
  test('[AC19] tokens are on the page only when they are asked for, and are replaced with a second tap', async () => {
    const { commands, settle: settled } = await home('live', { '/api/tokens': MADE_UP_TOKENS })
    const text = (): string => document.documentElement.outerHTML + [...document.querySelectorAll('input')].map(({ value }) => value).join()
    expect(text()).not.toContain('made-up-')
    await fireEvent.click(screen.getByRole('button', { name: 'Show overlay addresses' }))
    expect(text()).toContain('made-up-read-token')
    expect(text()).not.toContain('made-up-control-token')
    const replace = screen.getByRole('button', { name: 'Replace the dock token' })
    await fireEvent.click(replace)
    expect(commands.sent).toEqual([])
    commands.answer({ '/api/tokens/replace': MADE_UP_TOKENS })
    await fireEvent.click(replace)
    await settled()
    expect(commands.sent).toEqual([{ path: '/api/tokens/replace', body: { which: 'control' } }])
  })
})

describe('Doctor', () => {
  test.each([
    ['English', en, 'Check everything', 'OBS refuses the password.'],
    ['French', fr, 'Tout vérifier', 'OBS refuse le mot de passe.'],
  ] as const)(
    '[DO10] the checks are told in %s, each with a shape and a word, and what to do',
    async (_language, catalogue, press, found) => {
      const { settle: settled } = await home('live', {}, catalogue)
      await fireEvent.click(screen.getByRole('button', { name: press }))
      await settled()
      const problems = within(screen.getByTestId('checks')).getAllByRole('listitem')
      expect(problems.map((line) => line.classList.contains('ok'))).toEqual([false, false, false, false])
      await fireEvent.click(screen.getByRole('button', { name: catalogue.home.doctor.checksFine(3) }))
      const lines = within(screen.getByTestId('checks')).getAllByRole('listitem')
      expect(lines).toHaveLength(7)
      const obs = lines.find((line) => line.classList.contains('fail') && line.textContent.includes('OBS'))!
      expect(obs.textContent).toContain(found)
      expect(obs.textContent).toContain(catalogue.home.doctor.verdicts.fail)
      expect(obs.querySelector('em')?.textContent.length).toBeGreaterThan(20)
    },
  )
})
