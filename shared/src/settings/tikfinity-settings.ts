import { fields, flag, names, type ValuesOf } from './field.ts'

/** The port that TikFinity's own program has. */
export const DEFAULT_TIKFINITY_PORT = 21_213

/** The socket for programs that know TikFinity. */
export const TIKFINITY = fields({
  on: flag(true),
  /** Also send what a reconnect caught up. Clients play alerts for it. */
  caughtUp: flag(false),
})

/** Origins of web pages, such as `https://widgets.example`, that the creator lets read the socket. They stay on this computer. */
export const TIKFINITY_ORIGINS = fields({ origins: names({ maxLength: 300, maxCount: 50 }) })

export type TikFinitySettings = ValuesOf<typeof TIKFINITY> & ValuesOf<typeof TIKFINITY_ORIGINS>
