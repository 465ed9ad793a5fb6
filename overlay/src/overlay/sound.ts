/** Plays a short bell, brighter and longer for larger gifts. */
export type Chime = (diamonds: number, volume: number) => void

/** The part of the Web Audio API that is used here. */
type AudioPlace = Pick<AudioContext, 'currentTime' | 'state' | 'resume' | 'createOscillator' | 'createGain' | 'destination'>

/** In a rush one bell in this time is enough. */
const LEAST_APART_S = 0.35
const LATEST_MS = 500
const NOTES_HZ = [659.26, 987.77, 1318.51, 1975.53]

/** Made in code: nothing to load, and no recording to license. If the browser wants a click first, or has no sound, it is silent. */
export function createChime(open: () => AudioPlace = () => new AudioContext(), now: () => number = Date.now): Chime {
  let place: AudioPlace | null = null
  let lastAt = -Infinity
  const ring = (audio: AudioPlace, diamonds: number, volume: number): void => {
    if (audio.state !== 'running' || audio.currentTime - lastAt < LEAST_APART_S) return
    lastAt = audio.currentTime
    const notes = NOTES_HZ.slice(0, diamonds >= 1000 ? 4 : diamonds >= 100 ? 3 : 2)
    for (const [at, hertz] of notes.entries()) strike(audio, hertz, lastAt + at * 0.09, Math.min(1, volume) * 0.3)
  }
  return (diamonds, volume) => {
    if (volume <= 0) return
    try {
      place ??= open()
    } catch {
      return
    }
    const audio = place
    if (audio.state !== 'suspended') return ring(audio, diamonds, volume)
    // Either it is allowed at once, or only with the next click, when this alert is long over.
    const askedAt = now()
    audio.resume().then(
      () => (now() - askedAt < LATEST_MS ? ring(audio, diamonds, volume) : undefined),
      () => undefined,
    )
  }
}

/** One struck bell: a tone and its quiet overtone, dying away. */
function strike(place: AudioPlace, hertz: number, at: number, loudness: number): void {
  for (const [factor, share] of [
    [1, 1],
    [2.76, 0.18],
  ] as const) {
    const tone = place.createOscillator()
    const gain = place.createGain()
    tone.frequency.value = hertz * factor
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(loudness * share, at + 0.008)
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.7 / factor)
    tone.connect(gain).connect(place.destination)
    tone.start(at)
    tone.stop(at + 0.75)
  }
}
