import type { Way } from '@standby/shared/connection/way.ts'
import type { Source } from '../source.ts'
import { openAttempt, type TikTokSource } from './attempt.ts'

/** It may change between two attempts: the creator can enter a key for the sign service. */
type About = () => TikTokSource

const source = (way: Way, about: About): Source => ({
  way,
  urls: [],
  hasKey: null,
  open: (_, callbacks) => openAttempt(about(), callbacks),
})

/** The signed connection. */
export const connectorSource = (about: About): Source => source('connector', about)

/** TikTok's own socket, as a guest and without a signature. */
export const directSource = (about: About): Source => source('direct', () => ({ ...about(), guest: true }))
