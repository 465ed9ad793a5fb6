import type { CardFile, CardSlot } from '@standby/shared/settings/card-settings.ts'
import { pageFetch } from '../parts/browser.ts'
import { channelIn, pathFor } from '../parts/channel.ts'
import { tokenIn } from '../parts/token.ts'

/** The address of a file of the creator's own, for an element to load; null until it is there, or if there is none. */
export class OwnFile {
  #address = $state.raw<string | null>(null)
  #made: string | null = null

  get address(): string | null {
    return this.#address
  }

  /** Call it within an effect: it gives back what ends it. */
  follow(slot: CardSlot, file: Pick<CardFile, 'id'> | null): () => void {
    let isOver = false
    const path = file === null ? null : `/card/${slot}?v=${file.id}`
    if (path === null || tokenIn(location.hash) === null) this.#address = path === null ? null : pathFor(channelIn(location), path)
    // On another computer every request needs the token, which an element cannot send.
    else
      void pageFetch(path)
        .then((response) => (response.ok ? response.blob() : null))
        .then((blob) => {
          if (blob !== null && !isOver) this.#address = this.#made = URL.createObjectURL(blob)
        })
        .catch(() => {})
    return () => {
      isOver = true
      if (this.#made !== null) URL.revokeObjectURL(this.#made)
      this.#made = null
      this.#address = null
    }
  }
}
