import type { OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import type { FixtureName } from '../fixtures/states.ts'
import type { Ground } from '../fixtures/video-grounds.ts'

/** One picture of a page. */
export interface Shot {
  /** The picture's file name, without its ending. */
  name: string
  path: string
  fixture: FixtureName
  width: number
  height: number
  /** Video to put behind a page that is transparent. */
  ground?: Ground
  waitMs?: number
  /** Settings of the creator's, where they are not the defaults. */
  overlay?: Partial<OverlaySettings>
  /** Picture pixels per page pixel; 1 if left out. */
  scale?: number
}
