import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const COLLECTION = 'bridge-test'
export const WIDTH = 320
export const HEIGHT = 180

interface AskedSettings {
  scenes: string[]
  current: string
  password: string
  port: number
  /** Paths of Lua scripts that OBS runs. */
  scripts: string[]
  /** A second canvas with one scene, as OBS 32 keeps it. */
  canvas: { name: string; scene: string } | null
}

const CANVAS_UUID = '5d0ee4b4-6a2f-4c0e-9a57-0f0f6a1b7c11'
/** Active, mixed and holding on to its scenes, as a plugin makes one. */
const CANVAS_FLAGS = 0b1110

/** Settings for OBS 28 to 32 at once: each version reads the files it knows. */
export function writeSettings(folder: string, asked: AskedSettings): void {
  const { scenes, current, password, port, scripts, canvas } = asked
  const root = join(folder, 'config', 'obs-studio')
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const name of ['home', 'cache']) mkdirSync(join(folder, name))
  mkdirSync(join(folder, 'run'), { mode: 0o700 })

  const authRequired = password !== ''
  const general = ini({
    General: { FirstRun: true, LastVersion: 486539266, Pre19Defaults: false },
    Basic: { Profile: COLLECTION, ProfileDir: COLLECTION, SceneCollection: COLLECTION, SceneCollectionFile: COLLECTION },
    OBSWebSocket: {
      FirstLoad: false,
      ServerEnabled: true,
      ServerPort: port,
      AlertsEnabled: false,
      AuthRequired: authRequired,
      ServerPassword: password,
    },
  })
  // OBS 31 and later move it to `user.ini`, and refuse to start where they find both.
  put('global.ini', general)
  put(
    'plugin_config/obs-websocket/config.json',
    JSON.stringify({
      alerts_enabled: false,
      auth_required: authRequired,
      first_load: false,
      server_enabled: true,
      server_password: password,
      server_port: port,
    }),
  )
  const video = { BaseCX: WIDTH, BaseCY: HEIGHT, OutputCX: WIDTH, OutputCY: HEIGHT, FPSType: 1, FPSInt: 15 }
  put(`basic/profiles/${COLLECTION}/basic.ini`, ini({ General: { Name: COLLECTION }, Video: video }))
  put(
    `basic/scenes/${COLLECTION}.json`,
    JSON.stringify({
      name: COLLECTION,
      current_scene: current,
      current_program_scene: current,
      current_transition: 'Cut',
      scene_order: scenes.map((name) => ({ name })),
      sources: [...scenes.map((name) => scene(name)), ...(canvas === null ? [] : [{ ...scene(canvas.scene), canvas_uuid: CANVAS_UUID }])],
      ...(canvas === null ? {} : { canvases: [{ info: { name: canvas.name, uuid: CANVAS_UUID, flags: CANVAS_FLAGS } }] }),
      transitions: [],
      modules: { 'scripts-tool': scripts.map((path) => ({ path, settings: {} })) },
    }),
  )
}

function scene(name: string): Record<string, unknown> {
  return { id: 'scene', versioned_id: 'scene', name, settings: { items: [] } }
}

function ini(sections: Record<string, Record<string, string | number | boolean>>): string {
  return Object.entries(sections)
    .flatMap(([section, entries]) => [`[${section}]`, ...Object.entries(entries).map(([key, value]) => `${key}=${String(value)}`), ''])
    .join('\n')
}

/** Nothing of the caller's own desktop, settings or sound reaches it. */
export function environment(folder: string, display: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: join(folder, 'home'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    DISPLAY: display,
    LC_ALL: 'C.UTF-8',
    QT_QPA_PLATFORM: 'xcb',
    LIBGL_ALWAYS_SOFTWARE: '1',
    LP_NUM_THREADS: '1',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null',
  }
}
