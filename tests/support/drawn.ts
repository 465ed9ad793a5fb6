/** In `pnpm test release` every test waits as long as Standby does as it ships, and goes through all of what it has a list of. */
export const IS_RELEASE = process.env['STANDBY_TEST_FULL'] === '1'

const seed = Number(process.env['FC_SEED'] ?? Date.now())

/**
 * Some of a list whose entries are all tested alike: all of them in a release, else `count`, in their order, by the seed of the run. So each
 * run tests others, and `FC_SEED` tests the same ones again.
 */
export function drawn<T>(list: readonly T[], count: number, { all = IS_RELEASE, from = seed } = {}): T[] {
  if (all || count >= list.length) return [...list]
  // A step that shares no divisor with the length comes to every entry once.
  const steps = list.map((_, step) => step + 1).filter((step) => divisor(step, list.length) === 1)
  const step = steps[from % steps.length] ?? 1
  const chosen = new Set(Array.from({ length: count }, (_, at) => (from + at * step) % list.length))
  return list.filter((_, at) => chosen.has(at))
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
