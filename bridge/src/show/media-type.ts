import { pictureType } from './picture-type.ts'

/** Brands of the MP4 files that Chromium plays. HEIC pictures and QuickTime films have others. */
const MP4_BRANDS = ['isom', 'iso2', 'iso3', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'dash', 'MSNV', 'M4V ']

/** So many bytes are enough to tell. */
export const TYPE_BYTES = 16

/** The type of a picture, video or piece of music by its first bytes; null for anything that the card cannot show or play. */
export function mediaType(bytes: Uint8Array): string | null {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))
  const picture = pictureType(bytes)
  if (picture !== null) return picture
  if (text(4, 8) === 'ftyp') return text(8, 12) === 'M4A ' ? 'audio/mp4' : MP4_BRANDS.includes(text(8, 12)) ? 'video/mp4' : null
  if (text(0, 4) === '\x1a\x45\xdf\xa3') return 'video/webm'
  if (text(0, 4) === 'OggS') return 'audio/ogg'
  if (text(0, 4) === 'fLaC') return 'audio/flac'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'audio/wav'
  // A tag, or the first frame: eleven bits that are set, and no reserved version or layer.
  const [first = 0, second = 0] = bytes
  if (text(0, 3) === 'ID3' || (first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02)) return 'audio/mpeg'
  return null
}
