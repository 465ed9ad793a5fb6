import * as fc from 'fast-check'

// One seed for every property of a run. A failure prints it; `FC_SEED=<that number>` replays it.
const asked = process.env['FC_SEED']
const seed = asked === undefined || asked === '' ? Date.now() & 0x7fffffff : Number(asked)
if (!Number.isInteger(seed)) throw new Error(`FC_SEED must be a whole number, not "${asked}".`)

fc.configureGlobal({ seed })
