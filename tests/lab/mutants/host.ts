import { test } from 'vitest'

// The one file that vitest is asked to run. `worker.ts` takes over before this test begins, and judges mutants until it is told to stop.
test('hosts the tests of one mutant after another', () => undefined)
