import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take long for their size, the longest first. */
const LONG = ['recoveries', 'first-run', 'service-worker', 'opened-early', 'dock', 'pages', 'overlay-looks', 'dock-sleep']

/** Behind all of these where it is none of them. */
function placeOf({ moduleId }: TestSpecification): number {
  const at = LONG.findIndex((name) => moduleId.endsWith(`/browser/${name}.test.ts`))
  return at === -1 ? LONG.length : at
}

/**
 * Within a project, what takes longest begins first: else one worker still waits for it while the other has nothing left to do. How long a
 * file took is known only where the tests ran before; elsewhere there is nothing but its size to go by.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name)
    return [...byProject.values()].flatMap((sorted) => sorted.sort((a, b) => placeOf(a) - placeOf(b)))
  }
}
