import real from 'fast-check'
import type { IProperty, Parameters } from 'fast-check'

// What tests get as `fast-check` while the sources are mutated. Most mutants that a property can find are found in its first draws, and
// nobody reads the smallest counterexample.
const MOST_RUNS = 40

function shorter<Ts>(parameters: Parameters<Ts> = {}): Parameters<Ts> {
  return { ...parameters, numRuns: Math.min(parameters.numRuns ?? 100, MOST_RUNS), endOnFailure: true }
}

const assert: typeof real.assert = ((property: IProperty<unknown>, parameters?: Parameters<unknown>) =>
  real.assert(property, shorter(parameters))) as typeof real.assert

export * from 'fast-check'
export { assert }
export default { ...real, assert }
