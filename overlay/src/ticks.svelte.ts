import type { Clock } from '@standby/shared/clock.ts'
import { createSubscriber } from 'svelte/reactivity'
import type { Bridge } from './bridge.svelte.ts'

type Schedule = Clock['after']

const afterTimeout: Schedule = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}

const TICK_MS = 250

/** The bridge's time, four times a second. The timer runs only while something on the page shows it. */
export class Ticks {
  readonly #bridge: Bridge
  readonly #subscribe: () => void

  constructor(bridge: Bridge, after: Schedule = afterTimeout) {
    this.#bridge = bridge
    this.#subscribe = createSubscriber((update) => {
      let cancel = after(TICK_MS, tick)
      function tick(): void {
        update()
        cancel = after(TICK_MS, tick)
      }
      return () => cancel()
    })
  }

  get now(): number {
    this.#subscribe()
    return this.#bridge.now()
  }
}
