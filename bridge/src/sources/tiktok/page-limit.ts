import { request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createBrotliDecompress, createUnzip, createZstdDecompress } from 'node:zlib'

/** Most bytes of one answer of TikTok's pages and API, packed or unpacked. The biggest real pages are some 500 kB. */
export const MAX_PAGE_BYTES = 8 * 1024 * 1024

const UNPACKING = { gzip: createUnzip, 'x-gzip': createUnzip, deflate: createUnzip, br: createBrotliDecompress, zstd: createZstdDecompress }

/**
 * Node's request, as `got` takes it for its option `request`, which breaks off an answer that grows beyond the limit: `got` has none of its
 * own and would collect an endless page until memory ends.
 */
export function requestWithin(maxBytes: number) {
  return (url: URL, options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, callback)
    return request.once('response', (response) => watchSize(response, maxBytes))
  }
}

/** Counts what the parser hands over, and unpacks it a second time just to count: the code that reads the response must not be raced for it. */
function watchSize(response: IncomingMessage, maxBytes: number): void {
  let bytes = 0
  const count = (more: number): void => {
    bytes += more
    if (bytes > maxBytes) response.destroy(new Error(`the answer is longer than ${maxBytes / 2 ** 20} MB`))
  }
  const encoding = response.headers['content-encoding'] as keyof typeof UNPACKING | undefined
  const unpacked = encoding === undefined ? undefined : UNPACKING[encoding]?.()
  unpacked?.on('data', (chunk: Buffer) => count(chunk.length))
  // The reader's own check reports nonsense.
  unpacked?.on('error', () => undefined)
  response.once('close', () => unpacked?.destroy())

  const push = response.push.bind(response)
  response.push = (chunk: Buffer | null, ...rest) => {
    if (chunk !== null && !response.destroyed) {
      if (unpacked === undefined) count(chunk.length)
      else unpacked.write(chunk)
    }
    return push(chunk, ...rest)
  }
}
