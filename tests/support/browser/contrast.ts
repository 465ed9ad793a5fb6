import type { Page } from 'playwright-core'
import type { PNG } from 'pngjs'
import { pictureOf } from './picture.ts'
import { settled } from './situations.ts'

export interface TextBox {
  text: string
  /** As it is painted: red, green, blue. */
  colour: [number, number, number]
  x: number
  y: number
  width: number
  height: number
  fontSize: number
}

/** Every line of text that is in sight, with the colour it is painted in. Emoji have colours of their own and are left out. */
export function textBoxes(page: Page): Promise<TextBox[]> {
  return page.evaluate(() => {
    const boxes: TextBox[] = []
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      const parent = node.parentElement
      if (!/[\p{L}\p{N}]/u.test(text) || parent === null || parent.closest('.hidden-text, .avatar') !== null) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const line = range.getClientRects()[0]
      // What does not fit is cut, with an ellipsis.
      const frame = (getComputedStyle(parent).display === 'inline' ? (parent.parentElement ?? parent) : parent).getBoundingClientRect()
      if (line === undefined) continue
      const [left, right] = [Math.max(line.left, frame.left), Math.min(line.right, frame.right)]
      const box = new DOMRect(left, line.top, Math.max(0, right - left), line.height)
      const list = parent.closest('.goals, .whole, .alerts, ol')?.getBoundingClientRect()
      if (box.width < 4 || box.bottom > innerHeight || box.right > innerWidth) continue
      if (list !== undefined && (box.left < list.left || box.right > list.right + 1)) continue
      const style = getComputedStyle(parent)
      const [red = 0, green = 0, blue = 0] = (style.color.match(/[\d.]+/g) ?? []).map(Number)
      const { x, y, width, height } = box
      boxes.push({ text: text.slice(0, 40), colour: [red, green, blue], x, y, width, height, fontSize: Number.parseFloat(style.fontSize) })
    }
    return boxes
  })
}

const LEAST_CONTRAST = 4.5

/** Video that an overlay may be over. */
const GROUNDS = { dark: '#05060a', bright: '#ffffff', busy: 'repeating-linear-gradient(45deg, #fff 0 22px, #101014 22px 44px)' }

/** A copy of what is shown, that nothing changes any more: pictures of it can be compared. The page behind it is of no more use. */
export async function still(page: Page): Promise<void> {
  await page.waitForSelector('article')
  await page.evaluate(() => document.body.replaceWith(document.body.cloneNode(true)))
  await settled(page)
}

/** The texts of an overlay that stands still which do not stand out over dark, bright and busy video; `least`: how many texts there are. */
export async function faintOverVideo(page: Page, least: number): Promise<string[]> {
  const glyphs = await glyphsOf(page)
  const faint: string[] = []
  for (const [name, ground] of Object.entries(GROUNDS)) {
    const style = await page.addStyleTag({ content: `html { background: ${ground} !important }` })
    const boxes = await textBoxes(page)
    if (boxes.length < least) faint.push(`${name}: only ${boxes.length} texts`)
    faint.push(...(await faintTexts(page, boxes, glyphs)).map((text) => `${name}: ${text}`))
    await style.evaluate((element) => (element as HTMLElement).remove())
  }
  return faint
}

/**
 * Where the words are: over black, where nothing but them is as light as they are. `hide`: a style that takes away what would be in the way
 * of that.
 */
export async function glyphsOf(page: Page, hide = 'html { background: #000 !important }'): Promise<PNG> {
  const style = await page.addStyleTag({ content: hide })
  const picture = await pictureOf(page)
  await style.evaluate((element) => (element as HTMLElement).remove())
  return picture
}

/**
 * The texts that do not stand out: of the pixels of their letters, more than a few have nothing of enough contrast near them, as far away
 * as a stroke and its outline are wide. Panel or outline, what counts is what is seen.
 */
export async function faintTexts(page: Page, boxes: readonly TextBox[], glyphs: PNG): Promise<string[]> {
  const lights = lightsOf(await pictureOf(page))
  return boxes.flatMap((box) => {
    const { share, pixels } = faintShare(lights, glyphs, box)
    return pixels < 8 || share > 0.06
      ? [`“${box.text}”: ${pixels < 8 ? 'not seen in its colour' : `${Math.round(share * 100)} % faint`}`]
      : []
  })
}

function faintShare(lights: Lights, glyphs: PNG, { colour, x, y, width, height, fontSize }: TextBox): { share: number; pixels: number } {
  const reach = Math.max(3, Math.round(fontSize * 0.22))
  const own = luminance(...colour)
  let pixels = 0
  let faint = 0
  // Every second pixel: a stroke is wider than that.
  for (let row = Math.max(0, Math.floor(y)); row < Math.min(glyphs.height, y + height); row += 2) {
    for (let column = Math.max(0, Math.floor(x)); column < Math.min(glyphs.width, x + width); column += 2) {
      const at = (row * glyphs.width + column) * 4
      if (colour.some((value, channel) => Math.abs(value - (glyphs.data[at + channel] ?? 0)) > 40)) continue
      pixels += 1
      if (!standsOut(lights, own, column, row, reach)) faint += 1
    }
  }
  return { share: pixels === 0 ? 1 : faint / pixels, pixels }
}

function standsOut({ values, width, height }: Lights, own: number, column: number, row: number, reach: number): boolean {
  // What `LEAST_CONTRAST` comes to, once for all that is near: the contrast of two is that of their lights, each with a little on top.
  const dark = (own + FLARE) / LEAST_CONTRAST - FLARE
  const bright = (own + FLARE) * LEAST_CONTRAST - FLARE
  for (let down = -reach; down <= reach; down += 2) {
    if (row + down < 0 || row + down >= height) continue
    for (let right = -reach; right <= reach; right += 2) {
      if (column + right < 0 || column + right >= width) continue
      const light = values[(row + down) * width + column + right] ?? 0
      if (light <= dark || light >= bright) return true
    }
  }
  return false
}

/** WCAG 2: the relative luminance of every pixel. */
interface Lights {
  values: Float64Array
  width: number
  height: number
}

/** WCAG 2: what the room adds to every colour. */
const FLARE = 0.05

/** The light of each value of an sRGB channel, looked up: a picture asks for it millions of times. */
const LIGHT = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

function lightsOf({ data, width, height }: PNG): Lights {
  const values = new Float64Array(width * height)
  for (let at = 0; at < values.length; at += 1) values[at] = luminance(data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0)
  return { values, width, height }
}

/** WCAG 2: relative luminance of an sRGB colour of whole numbers. */
function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * (LIGHT[red] ?? 0) + 0.7152 * (LIGHT[green] ?? 0) + 0.0722 * (LIGHT[blue] ?? 0)
}
