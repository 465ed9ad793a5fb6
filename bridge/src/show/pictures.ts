import type { Core, Feature, Route } from '../core.ts'
import { systemResolve } from '../network/names.ts'
import { avatarRoutes } from './avatar-routes.ts'
import { createAvatars, type Avatars } from './avatars.ts'
import { createGet, createResolve } from './download.ts'
import { createPictureSource } from './picture-source.ts'

/** Viewers' pictures, which all channels share. */
export interface Pictures extends Feature, Pick<Avatars, 'learn'> {
  routes: readonly Route[]
}

/** Longer than a page waits for a picture it has room for. */
const PICTURE_TIMEOUT_MS = 5_000
const MAX_PICTURE_BYTES = 512_000

/** `origins`: those besides TikTok's that pictures may come from. */
export function createPictures({ config, clock }: Core, origins: () => readonly string[]): Pictures {
  const { proxy } = config.upstream
  const avatars = createAvatars({
    clock,
    fetchPicture: createPictureSource({
      resolve: createResolve(systemResolve, PICTURE_TIMEOUT_MS),
      get: createGet({ timeoutMs: PICTURE_TIMEOUT_MS, maxBytes: MAX_PICTURE_BYTES, proxy }),
      trusted: origins,
      isProxied: proxy !== undefined,
    }),
  })
  return { routes: [{ path: '/avatar', router: avatarRoutes(avatars) }], learn: avatars.learn }
}
