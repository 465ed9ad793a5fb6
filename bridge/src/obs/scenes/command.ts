import type { Logger } from 'pino'
import type { ObsSession } from '../link/adapter.ts'
import type { Reconciliation } from './action.ts'
import { switchPreview, switchProgram } from './observe.ts'
import { borrowOverride, giveBackOverride, type Borrowed } from './override.ts'
import { togglePlaces } from './places.ts'
import { sameScene, type Observed } from './scene.ts'
import type { PreviewToRestore } from './transition.ts'

/** Does what was decided. Throws if OBS refuses, or shows another scene than the one asked for. */
export async function carryOut(
  session: ObsSession,
  { switchTo, toggle }: Pick<Reconciliation, 'switchTo' | 'toggle'>,
  options: { cut: boolean; borrow: (borrowed: Borrowed) => void; log: Logger },
): Promise<void> {
  if (toggle !== null) await togglePlaces(session, toggle.items, toggle.enabled)
  if (switchTo === null) return
  if (options.cut) {
    try {
      await borrowOverride(session, switchTo.name, options.borrow)
    } catch (error) {
      // Better with the creator's own transition than not at all.
      options.log.warn({ err: error }, 'OBS: the switch could not be made a cut')
    }
  }
  const after = await switchProgram(session, switchTo)
  if (!sameScene(after, switchTo)) throw new Error(`OBS shows "${after.name}" instead.`)
}

/** Puts back what a switch has moved besides the scene: the creator's preview in studio mode, and a transition override. */
export async function putBack(
  session: ObsSession,
  seen: Observed,
  preview: PreviewToRestore | null,
  borrowed: Borrowed | null,
): Promise<void> {
  if (preview !== null && seen.preview === preview.insteadOf) await switchPreview(session, preview.put)
  // A scene that is gone has no override to be put back.
  if (borrowed !== null && seen.scenes.some(({ name }) => name === borrowed.sceneName)) await giveBackOverride(session, borrowed)
}
