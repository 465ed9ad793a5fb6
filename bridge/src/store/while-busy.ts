const TRIES = 5
const TRY_AGAIN_MS = 100

/**
 * Does `work`, and again up to four times, 100 ms apart, while another program (a virus scanner, a backup) holds the file. Throws what the
 * last try threw. It blocks, so it is for small files.
 */
export function whileBusy<Result>(work: () => Result, isBusy: (error: unknown) => boolean): Result {
  for (let left = TRIES; ; left -= 1) {
    try {
      return work()
    } catch (error) {
      if (left <= 1 || !isBusy(error)) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_AGAIN_MS)
    }
  }
}
