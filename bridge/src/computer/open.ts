import { spawn } from 'node:child_process'
import { openCommand } from './open.pure.ts'

/** Opens an address, a file or a folder in the person's own program for it. Rejects if the system has none. */
export function openOnScreen(target: string, platform: string = process.platform): Promise<void> {
  const [program, ...args] = openCommand(platform, target)
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore', windowsHide: true })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}.`))))
    // A browser that starts with it may run as long as Standby.
    child.unref()
  })
}
