import { DEFAULT_RECONNECTION } from '@standby/shared/connection/policy.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { loadConnector } from '@standby/bridge/sources/tiktok/connector.ts'
import { memoryJournal, watchChannel } from '../../../support/peers/channel.ts'

// Many channels in one process, over the real connector, with the settings that ship: `node channels-host.ts <TikTok's address>`.

const [url = ''] = process.argv.slice(2)
const upstream = { webUrl: url, webcastUrl: url, signUrl: url, signApiKey: null }
const elsewhere = { upstream: () => upstream } as Simulator
const journal = memoryJournal()
const channels: ReturnType<typeof watchChannel>[] = []

const connectedCount = (): number => channels.filter(({ channel }) => channel.status().reconnectionState === 'CONNECTED').length

process.on('message', (message: { type: string; count: number }) => {
  switch (message.type) {
    case 'add':
      for (let left = message.count; left > 0; left--) {
        const one = watchChannel({
          simulator: elsewhere,
          username: `creator${channels.length}`,
          reconnection: DEFAULT_RECONNECTION,
          journal,
        })
        channels.push(one)
        one.channel.connect(false)
      }
      break
    case 'load':
      void loadConnector().then(() => process.send?.({ type: 'loaded' }))
      break
    case 'state':
      process.send?.({ type: 'state', connected: connectedCount(), events: channels.reduce((sum, { events }) => sum + events.length, 0) })
  }
})
