import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { autostartEntry, type AutostartPlace } from './autostart.pure.ts'

/** Whether Standby starts with the computer. What the system refuses is thrown. */
export interface Autostart {
  isOn(): Promise<boolean>
  set(on: boolean): Promise<void>
}

const run = promisify(execFile)

export function createAutostart(place: AutostartPlace): Autostart {
  const entry = autostartEntry(place)
  if (entry.kind === 'file') {
    const { path, text } = entry
    return {
      isOn: async () => existsSync(path),
      async set(on) {
        if (!on) return rmSync(path, { force: true })
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
      },
    }
  }
  const { key, name, value } = entry
  const registry = (...args: string[]) => run('reg.exe', args, { windowsHide: true })
  const isOn = (): Promise<boolean> =>
    registry('query', key, '/v', name).then(
      () => true,
      () => false,
    )
  return {
    isOn,
    async set(on) {
      if (on) await registry('add', key, '/v', name, '/t', 'REG_SZ', '/d', value, '/f')
      else if (await isOn()) await registry('delete', key, '/v', name, '/f')
    },
  }
}
