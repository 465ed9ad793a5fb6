import type { ObsStatus } from '@standby/shared/protocol.ts'
import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { OBS_ON, OBS_STANDBY } from '../../support/fixtures/show.ts'
import { FIXTURES } from '../../support/fixtures/states.ts'
import { home, settle } from '../../support/browser/home.ts'

const step = (name: string): HTMLElement => screen.getByRole('region', { name })

/** Opens a step that is not the next one. */
async function open(number: number): Promise<void> {
  const button = screen.getByRole('button', { name: new RegExp(`^${number}\\. `) })
  if (button.getAttribute('aria-expanded') === 'false') await fireEvent.click(button)
  await settle()
}

describe('Home page and setup', () => {
  test('[HM7] a rehearsal waits for the demo, cuts it for 20 s, and is not offered during a real LIVE', async () => {
    const { feed, commands, settle: settled } = await home('live')
    await open(5)
    expect(step('Rehearse a drop').textContent).toContain('You are live.')
    expect(screen.queryByRole('button', { name: 'Rehearse' })).toBeNull()
    feed.show('waiting-for-live')
    commands.answer({ '/api/rehearsal': { on: true, until: 1 } })
    await fireEvent.click(screen.getByRole('button', { name: 'Rehearse' }))
    await settled()
    expect(commands.sent).toEqual([{ path: '/api/rehearsal', body: { on: true } }])
    feed.show('demo')
    await settled()
    expect(commands.sent.at(-1)).toEqual({ path: '/api/demo/drop', body: { kind: 'close', seconds: 20 } })
    expect(screen.getByTestId('run').textContent).toContain('The connection is cut')
    expect(step('Rehearse a drop').textContent).toContain('OBS is not connected, so no scene changes.')
    feed.show('demo-drop')
    expect(screen.getByTestId('run').textContent).toContain('The overlay shows it')
    await fireEvent.click(screen.getByRole('button', { name: 'Stop the rehearsal' }))
    await settled()
    expect(commands.sent.at(-1)).toEqual({ path: '/api/rehearsal', body: { on: false } })
  })

  test('[HM8] the preview is the overlay itself, from this bridge', async () => {
    await home('live')
    expect(screen.getByTitle('The overlay as OBS shows it').getAttribute('src')).toBe('/overlay?lang=en&sound=off')
  })

  test('[HM21] a rehearsal without a switch ends with what to do, and is not called done', async () => {
    const { feed, commands, settle: settled } = await home('demo')
    await open(5)
    commands.answer({ '/api/rehearsal': { on: false, until: null } })
    await fireEvent.click(screen.getByRole('button', { name: 'Rehearse' }))
    await settled()
    // TikTok drops, and OBS is not connected.
    feed.update([], { tiktok: FIXTURES['demo-drop'](feed.clock.now()).state.tiktok })
    feed.show('demo')
    await settled()
    expect(step('Rehearse a drop').textContent).toContain('Your overlay showed the drop, but OBS did not switch: do steps 2 and 3.')
    expect(screen.getByRole('button', { name: /5\. Rehearse a drop, To do/ })).toBeTruthy()
  })

  test('[HM21] a scene that was made right before the rehearsal counts when OBS is seen to switch', async () => {
    const { feed, commands, settle: settled } = await home('demo')
    await open(5)
    commands.answer({ '/api/rehearsal': { on: false, until: null } })
    feed.update([], { obs: { ...OBS_ON, standbySceneExists: false } })
    await fireEvent.click(screen.getByRole('button', { name: 'Rehearse' }))
    await settled()
    expect(step('Rehearse a drop').textContent).toContain('so no scene changes. Add it in step 3.')
    feed.show('demo-drop')
    feed.update([], { obs: { ...OBS_ON, ...OBS_STANDBY } })
    await settled()
    expect(screen.getByTestId('run').textContent).toContain('OBS is on “Standby”')
    feed.show('demo')
    feed.update([], { obs: OBS_ON })
    await settled()
    expect(step('Rehearse a drop').textContent).toContain('Done. That’s what happens in a real drop.')
    expect(step('Rehearse a drop').textContent).not.toContain('did not switch')
  })

  test('[HM29] the monitor has the card on air in a long drop, silent, and the overlay before', async () => {
    const { feed } = await home('live')
    feed.update([], { obs: OBS_ON })
    expect(screen.getByTestId('program').textContent.trim()).toBe('On air: your scene')
    expect(screen.queryByTitle('The standby card as OBS shows it')).toBeNull()
    feed.show('degraded')
    expect(screen.getByTestId('program').textContent.trim()).toBe('On air: standby card')
    const card = screen.getByTitle('The standby card as OBS shows it')
    expect([card.getAttribute('src'), card.classList.contains('off')]).toEqual(['/standby?lang=en&sound=off', false])
    feed.show('live')
    expect(screen.getByTestId('program').textContent.trim()).toBe('On air: standby card')
  })

  test('[HM32] if OBS would not switch, nothing is said to be on air', async () => {
    const { feed } = await home('live')
    const says = (): string => screen.getByTestId('program').textContent.trim()
    const setObs = (more: Partial<ObsStatus>): void => feed.update([], { obs: { ...OBS_ON, ...more } })
    setObs({})
    expect(says()).toBe('On air: your scene')
    setObs({ phase: 'waiting' })
    expect(says()).toBe('Preview: your scene')
    setObs({ settings: { ...OBS_ON.settings, dryRun: true } })
    expect(says()).toBe('Preview: your scene')
    setObs({ standbySceneExists: false })
    feed.show('degraded')
    setObs({ standbySceneExists: false })
    expect(says()).toBe('Preview: standby card')
  })

  test('[HM31] the creator’s own scene is behind the monitor, with the overlay in its place', async () => {
    const layer = { image: 'data:image/png;base64,YWJj', width: 1920, height: 1080, blend: 'screen', above: false }
    const crop = { left: 0, top: 0, right: 0, bottom: 0 }
    const overlay = { width: 540, height: 960, crop, matrix: [1, 0, 0, 1, 20, 30] }
    const picture = {
      scene: 'Gameplay',
      width: 1920,
      height: 1080,
      overlay,
      missing: 2,
      layers: [{ ...layer, crop, matrix: [1, 0, 0, 1, 0, 0] }],
    }
    const { feed, asks, settle: settled } = await home('live', { '/api/obs/picture': { picture } })
    const askedFor = (): number => asks.asked.filter((path) => path === '/api/obs/picture').length
    feed.update([], { obs: { ...OBS_ON, programScene: 'Gameplay' } })
    await settled()
    const monitor = screen.getByRole('group', { name: 'Program monitor' })
    expect(
      within(monitor)
        .getAllByTestId('layer')
        .map((image) => image.getAttribute('src')),
    ).toEqual([layer.image])
    expect(within(monitor).getByTestId('layer').style.mixBlendMode).toBe('screen')
    expect(within(monitor).getByTestId('overlay-place').style.transform).toMatch(/^translate\(0\.2083rem, 0\.3125rem\) matrix\(1/)
    expect(monitor.style.aspectRatio).toBe('1920 / 1080')
    expect(document.body.textContent).toContain('Behind it: your scene “Gameplay”. OBS gave no picture of 2 sources.')
    // The same scene is not drawn again for each change of something else, and not while standby is on.
    const before = askedFor()
    feed.update([], { obs: { ...OBS_ON, programScene: 'Gameplay', studioMode: true } })
    feed.update([], { obs: { ...OBS_ON, ...OBS_STANDBY, automation: { ...OBS_STANDBY.automation, returnTo: 'Gameplay' } } })
    await settled()
    expect(askedFor()).toBe(before)
    await fireEvent.click(screen.getByRole('button', { name: 'Take it again' }))
    expect(askedFor()).toBe(before + 1)
    // Of another scene this is no picture.
    feed.update([], { obs: { ...OBS_ON, programScene: 'Chat' } })
    await settled()
    expect(within(monitor).queryByTestId('layer')).toBeNull()
  })
})
