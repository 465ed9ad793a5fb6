import { globSync, mkdirSync, mkdtempSync, copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import type { CDPSession, Page } from 'playwright-core'

export interface Painter {
  /** The fonts that the first element of this selector is painted with, by whether they come with the page. */
  fontsOf(selector: string): Promise<{ name: string; isOurs: boolean }[]>
  close(): Promise<void>
}

/** Asks Chromium what it paints with, of what is on the page now. */
export async function painterOf(page: Page): Promise<Painter> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument', { depth: -1 })
  return {
    async fontsOf(selector) {
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
      return fonts.map(({ familyName, isCustomFont }) => ({ name: familyName, isOurs: isCustomFont }))
    },
    close: () => session.detach(),
  }
}

/** The font files that the page has asked for, by the last part of their address. */
export const loadedFonts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (/\.woff2?$/.test(name) ? [name.split('/').at(-1) ?? ''] : [])),
  )

/**
 * The environment of a Chromium on Linux whose system has one font without a single letter (playwright's icons; without any it does not
 * start), and what takes the folder away again.
 */
export function withoutSystemFonts(): { env: Record<string, string>; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'standby-no-fonts-'))
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  const icons = globSync('lib/vite/*/**/codicon*.ttf', { cwd: playwright })[0]
  if (icons === undefined) throw new Error('playwright-core has no icon font any more: find another font without letters.')
  mkdirSync(join(folder, 'fonts'))
  copyFileSync(join(playwright, icons), join(folder, 'fonts/icons.ttf'))
  const file = join(folder, 'fonts.conf')
  const header = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
  writeFileSync(file, `${header}<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`)
  return { env: { FONTCONFIG_FILE: file }, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
