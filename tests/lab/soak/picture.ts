import type { Sample } from './samples.ts'

interface Line {
  name: string
  colour: string
  of: (sample: Sample) => number
}

interface Panel {
  title: string
  lines: readonly Line[]
  /** Logarithmic: what matters is the order of magnitude. */
  log?: boolean
  unit: string
}

const [WIDTH, PANEL_HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [960, 190, 72, 24, 34, 26]
const mb = (bytes: number): number => bytes / 2 ** 20

const PANELS: readonly Panel[] = [
  {
    title: 'Memory',
    unit: 'MB',
    lines: [
      { name: 'process', colour: '#2563eb', of: ({ rssBytes }) => mb(rssBytes) },
      { name: 'heap', colour: '#0d9488', of: ({ heapBytes }) => mb(heapBytes) },
    ],
  },
  {
    title: 'Sockets, timers and files held',
    unit: '',
    lines: [{ name: 'handles', colour: '#9333ea', of: ({ handleCount }) => handleCount }],
  },
  { title: 'Database on disk', unit: 'MB', lines: [{ name: 'size', colour: '#b45309', of: ({ databaseBytes }) => mb(databaseBytes) }] },
  {
    title: 'From TikTok to a client',
    unit: 'ms',
    log: true,
    lines: [
      { name: 'p50', colour: '#2563eb', of: ({ p50Ms }) => p50Ms },
      { name: 'p99', colour: '#dc2626', of: ({ p99Ms }) => p99Ms },
    ],
  },
]

/** The soak as an SVG: one panel for each figure over the same time; a dashed line is a drop. */
export function picture(samples: readonly Sample[], drops: readonly number[], title: string): string {
  const minutes = Math.max(...samples.map(({ minute }) => minute), 1)
  const x = (minute: number): number => LEFT + (minute / minutes) * (WIDTH - LEFT - RIGHT)
  const height = 48 + PANELS.length * PANEL_HEIGHT
  const panels = PANELS.map((panel, index) => drawPanel(panel, 44 + index * PANEL_HEIGHT, samples, drops, minutes, x))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="${LEFT}" y="26" font-size="16" font-weight="600" fill="#111827">${title}</text>
${panels.join('\n')}
</svg>
`
}

function drawPanel(
  { title, lines, log = false, unit }: Panel,
  top: number,
  samples: readonly Sample[],
  drops: readonly number[],
  minutes: number,
  x: (minute: number) => number,
): string {
  const values = lines.flatMap(({ of }) => samples.map(of)).filter((value) => value > 0)
  const most = log ? 10 ** Math.ceil(Math.log10(Math.max(...values, 1))) : roundUp(Math.max(...values, 1))
  const least = log ? 10 ** Math.floor(Math.log10(Math.min(...values, most / 10))) : 0
  const [from, to] = [top + PANEL_HEIGHT - BOTTOM, top + TOP]
  const share = (value: number): number =>
    log ? Math.log(Math.max(value, least) / least) / Math.log(most / least) : (value - least) / (most - least)
  const y = (value: number): number => from - share(value) * (from - to)
  const withUnit = (value: number): string => (unit === '' ? String(value) : `${value} ${unit}`)
  const marks = log ? decades(least, most) : [0, most / 2, most]

  const grid = marks.map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#e5e7eb"/>` +
      `<text x="${LEFT - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" fill="#6b7280">${withUnit(value)}</text>`,
  )
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (part) =>
      `<text x="${x(part * minutes).toFixed(1)}" y="${from + 16}" text-anchor="middle" fill="#6b7280">${round(part * minutes)} min</text>`,
  )
  const cuts = drops.map(
    (minute) =>
      `<line x1="${x(minute).toFixed(1)}" x2="${x(minute).toFixed(1)}" y1="${to}" y2="${from}" stroke="#9ca3af" stroke-dasharray="2 3"/>`,
  )
  const curves = lines.map(({ colour, of }) => {
    const points = samples.map((sample) => `${x(sample.minute).toFixed(1)},${y(of(sample)).toFixed(1)}`).join(' ')
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"/>`
  })
  const legend = lines.map(({ name, colour }, index) => `<tspan dx="${index === 0 ? 12 : 10}" fill="${colour}">${name}</tspan>`).join('')
  const heading = `<text x="${LEFT}" y="${top + 18}" font-weight="600" fill="#111827">${title}${legend}</text>`
  return [heading, ...grid, ...ticks, ...cuts, ...curves].join('\n')
}

const round = (value: number): number => Math.round(value * 10) / 10

/** The next of 1, 2, 3, 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 3, 5, 10].find((step) => step * power >= value) ?? 10) * power
}

function decades(least: number, most: number): number[] {
  const marks: number[] = []
  for (let value = least; value <= most * 1.01; value *= 10) marks.push(Number(value.toPrecision(1)))
  return marks
}
