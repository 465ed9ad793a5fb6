import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onPath } from './executable.ts'
import { waitFor } from '../wait.ts'

export interface DesktopSession {
  /** What a program's environment needs to find this one and no other. */
  env: Record<string, string>
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** True where a real Secret Service can be started: Linux with D-Bus and GNOME Keyring. */
export function secretServiceAvailable(): boolean {
  return process.platform === 'linux' && onPath('dbus-daemon') !== null && onPath('gnome-keyring-daemon') !== null
}

/**
 * A session of its own, as a desktop's login makes one: a bus, and GNOME Keyring with what lies in `folder`. `unlocked` as after a login
 * with the password; else as after an automatic one, and nobody is there to answer the question for it.
 */
export async function startDesktopSession(folder: string, { unlocked }: { unlocked: boolean }): Promise<DesktopSession> {
  const own = Object.fromEntries(
    Object.entries({ HOME: 'home', XDG_DATA_HOME: 'data', XDG_RUNTIME_DIR: 'run', XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: 'config' }).map(
      ([name, part]) => [name, join(folder, part)],
    ),
  )
  for (const part of Object.values(own)) mkdirSync(part, { recursive: true, mode: 0o700 })
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...inherited } = process.env
  const env: Record<string, string | undefined> = { ...inherited, ...own }

  const bus = start('dbus-daemon', ['--session', '--nofork', '--print-address=1'], env)
  let address = ''
  bus.stdout?.on('data', (chunk: Buffer) => (address += chunk.toString()))
  env['DBUS_SESSION_BUS_ADDRESS'] = await waitFor(() => /^\S+(?=\n)/.exec(address)?.[0], { what: 'the bus to say its address' })

  const keyring = start('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...(unlocked ? ['--unlock'] : [])], env)
  keyring.stdin?.end(unlocked ? 'the password of the login' : '')
  const owner = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner']
  await waitFor(async () => (await printed('dbus-send', [...owner, 'string:org.freedesktop.secrets'], env)).includes('boolean true'), {
    what: 'the keyring to be on the bus',
    timeoutMs: 10_000,
  })
  return {
    env: { ...own, DBUS_SESSION_BUS_ADDRESS: env['DBUS_SESSION_BUS_ADDRESS'] },
    async stop() {
      for (const child of [keyring, bus]) await ended(child)
    },
  }
}

function start(program: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(program, args, { env, stdio: 'pipe' })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

async function printed(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = start(program, args, env)
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  return text
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
