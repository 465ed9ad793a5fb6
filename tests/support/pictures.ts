import { deflateSync } from 'node:zlib'

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')
const padded = (head: string, size = 64): Buffer => Buffer.concat([bytesOf(head), Buffer.alloc(Math.max(0, size - head.length))])

/** The first bytes of each kind of picture. They are no whole pictures. */
export const PICTURES = {
  'image/png': padded('\x89PNG\r\n\x1a\n'),
  'image/jpeg': padded('\xff\xd8\xff\xe0'),
  'image/gif': padded('GIF89a'),
  'image/webp': padded('RIFF\x24\x00\x00\x00WEBPVP8 '),
  'image/avif': padded('\x00\x00\x00\x20ftypavif'),
} as const

export const pngOfSize = (size: number): Buffer => padded('\x89PNG\r\n\x1a\n', size)

/** What is no picture, whatever it calls itself. */
export const NO_PICTURES = {
  svg: bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  html: bytesOf('<!doctype html><script>alert(1)</script>'),
  nothing: Buffer.alloc(0),
  gzip: deflateSync('x'),
  'a video': padded('\x00\x00\x00\x20ftypisom'),
  'a sound': padded('RIFF\x24\x00\x00\x00WAVEfmt '),
} as const
