import * as fc from 'fast-check'

/** In `pnpm test release` every test waits as long as Standby does as it ships, and goes through all of what it has a list of. */
export const IS_RELEASE = process.env['STANDBY_TEST_FULL'] === '1'

/**
 * Some of a list whose entries are all tested alike: all of them in a release, else `count` that follow each other, in the list's order, by
 * the seed of the run (`seed.ts`). So each run tests others, and `FC_SEED` tests the same ones again.
 */
export function drawn<T>(list: readonly T[], count: number, { all = IS_RELEASE, from = fc.readConfigureGlobal().seed ?? 0 } = {}): T[] {
  return all ? [...list] : list.filter((_, at) => (at + Math.abs(from)) % list.length < count)
}
