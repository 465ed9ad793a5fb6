/** Plays the creator's own sound. */
export interface OwnSound {
  /** `volume`: 0 to 1. */
  play: (diamonds: number, volume: number) => void
  end: () => void
}

/** In a rush one sound in this time is enough. */
const LEAST_APART_MS = 350

/**
 * `fetch` asks the bridge, with the page's token if it has one, which an element cannot send. Nothing is loaded before the first gift alert.
 * If the browser wants a click first, or cannot play it, it is silent.
 */
export function createOwnSound(path: string, fetch: typeof globalThis.fetch, now: () => number = () => performance.now()): OwnSound {
  let lastAt = -Infinity
  let player: Promise<HTMLAudioElement> | null = null
  let address: string | null = null
  let isOver = false

  async function load(): Promise<HTMLAudioElement> {
    const response = await fetch(path)
    if (!response.ok || isOver) throw new Error('there is no sound')
    address = URL.createObjectURL(await response.blob())
    return new Audio(address)
  }

  return {
    play(_diamonds, volume) {
      if (volume <= 0 || now() - lastAt < LEAST_APART_MS) return
      lastAt = now()
      player ??= load()
      player.then(
        (audio) => {
          audio.volume = Math.min(1, volume)
          audio.currentTime = 0
          audio.play().catch(() => {})
        },
        // The next alert asks again.
        () => (player = null),
      )
    },
    end() {
      isOver = true
      player?.then((audio) => audio.pause()).catch(() => {})
      if (address !== null) URL.revokeObjectURL(address)
    },
  }
}
