import type { Config } from '../../config.ts'
import { effectiveObsUrl } from '../../settings/effective.pure.ts'
import type { Secret } from '../../settings/secret.pure.ts'
import { isSameAddress } from './address.ts'

/** A password of OBS, and the one address that it was given for. */
export type ObsPassword = Secret

/** Where OBS is, and what may be sent there. */
export interface ObsAccess {
  url: string
  /** The password that was given for this address; null if there is none. */
  password: string | null
  /** It is the environment's. */
  isFixed: boolean
  /** The address of a password that there is, if none is for this one; else null. */
  elsewhere: string | null
}

type Saved = { url?: string | null | undefined; password: ObsPassword | null }

/** The environment first, then what was saved. */
export function obsAccess(saved: Saved, fixed: Pick<Config['obs'], 'url' | 'password'>): ObsAccess {
  const url = effectiveObsUrl(fixed.url, saved.url).value
  const given = fixed.password === null ? null : { text: fixed.password, address: effectiveObsUrl(fixed.url, null).value }
  const known = [given, saved.password].filter((password) => password !== null)
  const fit = known.find(({ address }) => isSameAddress(address, url)) ?? null
  const other = known.find(({ text }) => text !== '') ?? null
  return {
    url,
    password: fit?.text ?? null,
    isFixed: fit !== null && fit === given,
    elsewhere: fit === null ? (other?.address ?? null) : null,
  }
}
