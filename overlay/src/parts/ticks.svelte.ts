import type { Clock } from '@standby/shared/clock.ts'
import { createSubscriber } from 'svelte/reactivity'
import type { Bridge } from './bridge.svelte.ts'

type Schedule = Clock['after']

const afterTimeout: Schedule = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}

const TICK_MS = 250
/** Events cause a tick, unless there was one just before, so that both changes share one repaint. */
const LEAST_MS = 200
/** When they come in the overlay's steps, no tick comes between two steps. */
const AFTER_EVENTS_MS = 450

/** The bridge's time, about four times a second. The timer runs only while something on the page shows it. */
export class Ticks {
  readonly #bridge: Bridge
  readonly #subscribe: () => void

  constructor(bridge: Bridge, after: Schedule = afterTimeout) {
    this.#bridge = bridge
    this.#subscribe = createSubscriber((update) => {
      let cancel = (): void => {}
      let tickedAt = bridge.now()
      const wait = (ms: number): void => {
        cancel()
        cancel = after(ms, () => tick(TICK_MS))
      }
      const tick = (nextMs: number): void => {
        tickedAt = bridge.now()
        wait(nextMs)
        update()
      }
      wait(TICK_MS)
      const stop = bridge.onFresh(() => {
        // The bridge's clock may be set back.
        if (Math.abs(bridge.now() - tickedAt) >= LEAST_MS) tick(AFTER_EVENTS_MS)
      })
      return () => {
        stop()
        cancel()
      }
    })
  }

  get now(): number {
    this.#subscribe()
    return this.#bridge.now()
  }
}
