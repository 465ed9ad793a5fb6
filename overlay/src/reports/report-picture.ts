import type { LiveReport } from '@standby/shared/history.ts'
import { atLeast, compactNumber } from '../parts/format.ts'
import type { Catalogue } from '../i18n/en.ts'
import { nameOf } from '../parts/legible.ts'
import { dayAndTime, figuresOf, thinned } from './figures.ts'

/** Vertical, as people post pictures. Pixels. */
const WIDTH = 1080
const HEIGHT = 1350
const MARGIN = 84
const INNER = WIDTH - 2 * MARGIN
const FONT = "'Inter Variable', 'Noto Sans', 'Segoe UI', system-ui, sans-serif"

const INK = { ground: '#171a22', glow: '#24303a', text: '#f5f7fb', quiet: '#aeb7ca', accent: '#5ce1d0', edge: '#39404f' }

/** The report as a PNG; null if the browser cannot make one. */
export async function reportPicture(report: LiveReport, catalogue: Catalogue): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')
  if (context === null) return null
  await document.fonts.ready
  drawReport(context, report, catalogue)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

/** Draws the parts of the report that may be posted. */
function drawReport(context: CanvasRenderingContext2D, report: LiveReport, catalogue: Catalogue): void {
  drawGround(context)
  const write = writer(context)
  write(dayAndTime(catalogue.language)(report.startedAt), MARGIN, 128, { size: 30, colour: INK.accent, weight: 620 })
  write(catalogue.reports.report, MARGIN, 200, { size: 66, weight: 740 })
  drawFigures(write, figuresOf(report, catalogue))
  drawCurve(context, report.chatsPerMinute)
  write(catalogue.reports.curve, MARGIN, 724, { size: 26, colour: INK.quiet })
  drawSupporters(context, write, report, catalogue)
  write(`${catalogue.reports.madeWith}${report.gaps > 0 ? ` · ${catalogue.reports.mayBeLow}` : ''}`, MARGIN, HEIGHT - 56, {
    size: 22,
    colour: INK.quiet,
    width: INNER,
  })
}

interface Hand {
  size: number
  colour?: string
  weight?: number
  align?: CanvasTextAlign
  /** Squeezed to at most so many pixels. */
  width?: number
}

type Write = (text: string, x: number, y: number, hand: Hand) => void

function writer(context: CanvasRenderingContext2D): Write {
  return (text, x, y, { size, colour = INK.text, weight = 450, align = 'left', width }) => {
    context.font = `${weight} ${size}px ${FONT}`
    context.fillStyle = colour
    context.textAlign = align
    context.fillText(text, x, y, width)
  }
}

function drawGround(context: CanvasRenderingContext2D): void {
  context.fillStyle = INK.ground
  context.fillRect(0, 0, WIDTH, HEIGHT)
  const glow = context.createRadialGradient(WIDTH * 0.85, 0, 0, WIDTH * 0.85, 0, WIDTH)
  glow.addColorStop(0, INK.glow)
  glow.addColorStop(1, INK.ground)
  context.fillStyle = glow
  context.fillRect(0, 0, WIDTH, HEIGHT)
}

function drawFigures(write: Write, figures: readonly { label: string; value: string }[]): void {
  const columns = 3
  const width = INNER / columns
  for (const [at, { label, value }] of figures.slice(0, 9).entries()) {
    const x = MARGIN + (at % columns) * width
    const y = 300 + Math.floor(at / columns) * 132
    write(label, x, y, { size: 24, colour: INK.quiet, width: width - 20 })
    write(value, x, y + 54, { size: 50, weight: 680, width: width - 20 })
  }
}

function drawCurve(context: CanvasRenderingContext2D, perMinute: readonly number[]): void {
  const top = 748
  const height = 150
  context.fillStyle = INK.edge
  context.fillRect(MARGIN, top + height, INNER, 2)
  const bars = thinned(perMinute, 120)
  const most = Math.max(1, ...bars)
  const step = INNER / Math.max(1, bars.length)
  context.fillStyle = INK.accent
  for (const [at, count] of bars.entries()) {
    const bar = (count / most) * height
    context.fillRect(MARGIN + at * step, top + height - bar, Math.max(1, step * 0.78), bar)
  }
}

function drawSupporters(context: CanvasRenderingContext2D, write: Write, report: LiveReport, catalogue: Catalogue): void {
  const short = compactNumber(catalogue.language)
  write(catalogue.reports.supporters, MARGIN, 968, { size: 30, weight: 640 })
  if (report.supporters.length === 0) write(catalogue.reports.noSupporters, MARGIN, 1016, { size: 28, colour: INK.quiet })
  for (const [at, { user, diamonds }] of report.supporters.slice(0, 5).entries()) {
    const y = 1022 + at * 54
    write(String(at + 1), MARGIN, y, { size: 30, weight: 700, colour: INK.accent })
    // A name may be written from right to left; its place stays on the left.
    context.direction = 'ltr'
    write(nameOf(user, catalogue.overlay.unnamed.person), MARGIN + 48, y, { size: 32, weight: 560, width: INNER - 260 })
    write(
      `${atLeast(short(diamonds), report.giftsMayBeIncomplete)} ${catalogue.reports.diamonds.toLocaleLowerCase(catalogue.language)}`,
      WIDTH - MARGIN,
      y,
      {
        size: 28,
        colour: INK.quiet,
        align: 'right',
        width: 210,
      },
    )
  }
}
