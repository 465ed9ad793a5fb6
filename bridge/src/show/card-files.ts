import { CARD_FILE_LIMITS, type CardSlot } from '@standby/shared/settings/card-settings.ts'
import { mediaType, TYPE_BYTES } from './media-type.ts'
import { createOwnFiles, type OwnFiles } from './own-files.ts'

/** The creator's own picture, video and music for the card. */
export function createCardFiles(folder: string): OwnFiles<CardSlot> {
  const media = { typeOf: mediaType, headBytes: TYPE_BYTES }
  return createOwnFiles(folder, {
    backdrop: { ...media, limits: { image: CARD_FILE_LIMITS.picture, video: CARD_FILE_LIMITS.video } },
    music: { ...media, limits: { audio: CARD_FILE_LIMITS.music } },
  })
}
