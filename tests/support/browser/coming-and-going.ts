import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import type { TestContext } from 'vitest'
import { startBridge, type TestBridge } from '../peers/bridge.ts'
import { startFixtureBridge, type FixtureBridge } from '../peers/fixture-bridge.ts'
import { openProfile, type TestPage } from './chromium.ts'

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A port of this computer, and what comes and goes there while a browser looks. */
export interface ComingAndGoing {
  /** Where the bridge is, when there is one. */
  origin: string
  /** A browser of its own, started again with the profile of before. */
  browse(options?: BrowserContextOptions): Promise<TestPage & { close(): Promise<void> }>
  running(dataDir?: string): Promise<TestBridge>
  fixture(worker?: (built: string) => string): Promise<FixtureBridge>
}

/** All of it ends with the test. */
export async function comingAndGoing({ onTestFinished }: TestContext): Promise<ComingAndGoing> {
  const profile = mkdtempSync(join(tmpdir(), 'standby-profile-'))
  onTestFinished(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
  const port = await freePort()
  return {
    origin: `http://127.0.0.1:${port}`,
    async browse(options = {}) {
      const opened = await openProfile(profile, options)
      onTestFinished(() => opened.close())
      return opened
    },
    async running(dataDir) {
      const bridge = await startBridge({ env: { STANDBY_PORT: String(port) }, ...(dataDir !== undefined && { dataDir }) })
      onTestFinished(() => void bridge.kill())
      return bridge
    },
    async fixture(worker) {
      const bridge = await startFixtureBridge({ port, show: 'live', ...(worker !== undefined && { worker }) })
      onTestFinished(() => bridge.close())
      return bridge
    },
  }
}
