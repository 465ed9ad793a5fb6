import { LOOK_FILE_LIMITS, type LookSlot } from '@standby/shared/settings/look-settings.ts'
import { FONT_HEAD_BYTES, fontType, isWholeFont } from './font-type.ts'
import { mediaType, TYPE_BYTES } from './media-type.ts'
import { createOwnFiles, type OwnFiles } from './own-files.ts'

/** The creator's own fonts and sounds, of all their looks. */
export function createLookFiles(folder: string): OwnFiles<LookSlot> {
  return createOwnFiles(folder, {
    font: { typeOf: fontType, headBytes: FONT_HEAD_BYTES, limits: { font: LOOK_FILE_LIMITS.font }, isWhole: isWholeFont },
    sound: { typeOf: mediaType, headBytes: TYPE_BYTES, limits: { audio: LOOK_FILE_LIMITS.sound } },
  })
}
