import type { Preferences } from '../parts/preferences.ts'

/** Why a file cannot be put behind the monitor. */
export type PictureProblem = 'no-picture' | 'too-large'

/** `address`: a `data:` address. Sizes in pixels. */
export interface OwnPicture {
  address: string
  width: number
  height: number
}

export type Taken = { ok: true; picture: OwnPicture } | { ok: false; problem: PictureProblem }

/** More than any screenshot has, in bytes. */
const MOST_BYTES = 40_000_000
/** As much as the monitor shows, in pixels on the longer side. */
const LONGEST = 1_280
const KEPT_AS = 'picture'
const PREFIX = 'data:image/jpeg;base64,'

/** The creator's picture, made small enough to be kept. It never leaves the page. */
export async function pictureFrom(file: File): Promise<Taken> {
  if (!file.type.startsWith('image/')) return { ok: false, problem: 'no-picture' }
  if (file.size > MOST_BYTES) return { ok: false, problem: 'too-large' }
  const image = new Image()
  try {
    image.src = await addressOf(file)
    await image.decode()
  } catch {
    return { ok: false, problem: 'no-picture' }
  }
  const share = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.naturalWidth * share))
  canvas.height = Math.max(1, Math.round(image.naturalHeight * share))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const address = canvas.toDataURL('image/jpeg', 0.85)
  // A browser that cannot draw so large a picture answers with an empty one.
  if (!address.startsWith(PREFIX)) return { ok: false, problem: 'too-large' }
  return { ok: true, picture: { address, width: canvas.width, height: canvas.height } }
}

function addressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => (typeof reader.result === 'string' ? resolve(reader.result) : reject(new Error('no text')))
    reader.onerror = () => reject(reader.error ?? new Error('not readable'))
    reader.readAsDataURL(file)
  })
}

/** `1280x720 data:…`, as `keepPicture` writes it. */
const KEPT = /^(\d{1,4})x(\d{1,4}) (data:image\/jpeg;base64,.+)$/

/** The picture that was kept in this browser; null if there is none. */
export function keptPicture(preferences: Preferences): OwnPicture | null {
  const [, width, height, address] = KEPT.exec(preferences.read(KEPT_AS) ?? '') ?? []
  return address === undefined ? null : { address, width: Number(width), height: Number(height) }
}

export function keepPicture(preferences: Preferences, picture: OwnPicture | null): void {
  preferences.write(KEPT_AS, picture === null ? '' : `${picture.width}x${picture.height} ${picture.address}`)
}
