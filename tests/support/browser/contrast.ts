import { PNG } from 'pngjs'
import type { Page } from 'playwright-core'

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
      const list = parent.closest('ol')?.getBoundingClientRect()
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

/** Where the words are: over black, where nothing but them is as light as they are. */
export async function glyphsOf(page: Page): Promise<PNG> {
  const style = await page.addStyleTag({ content: 'html { background: #000 !important }' })
  const picture = PNG.sync.read(await page.screenshot())
  await style.evaluate((element) => (element as HTMLElement).remove())
  return picture
}

/**
 * The texts that do not stand out: of the pixels of their letters, more than a few have nothing of enough contrast near them, as far away
 * as a stroke and its outline are wide. Panel or outline, what counts is what is seen.
 */
export async function faintTexts(page: Page, boxes: readonly TextBox[], glyphs: PNG): Promise<string[]> {
  const picture = PNG.sync.read(await page.screenshot())
  return boxes.flatMap((box) => {
    const { share, pixels } = faintShare(picture, glyphs, box)
    return pixels < 8 || share > 0.06
      ? [`“${box.text}”: ${pixels < 8 ? 'not seen in its colour' : `${Math.round(share * 100)} % faint`}`]
      : []
  })
}

function faintShare(picture: PNG, glyphs: PNG, { colour, x, y, width, height, fontSize }: TextBox): { share: number; pixels: number } {
  const reach = Math.max(3, Math.round(fontSize * 0.22))
  const own = luminance(...colour)
  let pixels = 0
  let faint = 0
  // Every second pixel: a stroke is wider than that.
  for (let row = Math.floor(y); row < y + height; row += 2) {
    for (let column = Math.floor(x); column < x + width; column += 2) {
      const at = pixel(glyphs, column, row)
      if (at === null || Math.max(...at.map((value, channel) => Math.abs(value - (colour[channel] ?? 0)))) > 40) continue
      pixels += 1
      if (!standsOut(picture, own, column, row, reach)) faint += 1
    }
  }
  return { share: pixels === 0 ? 1 : faint / pixels, pixels }
}

function standsOut(picture: PNG, own: number, column: number, row: number, reach: number): boolean {
  for (let down = -reach; down <= reach; down += 2) {
    for (let right = -reach; right <= reach; right += 2) {
      const at = pixel(picture, column + right, row + down)
      if (at !== null && contrast(own, luminance(...at)) >= LEAST_CONTRAST) return true
    }
  }
  return false
}

function pixel({ data, width, height }: PNG, column: number, row: number): [number, number, number] | null {
  if (column < 0 || row < 0 || column >= width || row >= height) return null
  const at = (row * width + column) * 4
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
}

/** WCAG 2: relative luminance of an sRGB colour, and the contrast of two. */
function luminance(red: number, green: number, blue: number): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
