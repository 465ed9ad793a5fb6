import { userInfo } from 'node:os'

/** Name of this computer's account; empty if the system has no entry for it, as in a container. */
export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
