import type { ChatEvent } from '@standby/shared/live/event.ts'
import type { ChatRow } from './chat-rows.ts'
import { chatPieces } from './chat-pieces.ts'

// Loaded with the first emote. It imports nothing that the overlay has already: shared code would be cut out of the overlay's own script,
// and make that larger for everybody. So the pictures are put in by hand.

/** Pictures of emotes that are asked for in a minute, so that a rush of them does not hold up everything else. */
const MOST_PER_MINUTE = 120
const MINUTE_MS = 60_000
const ADDRESS = /^(https:\/\/|http:\/\/127\.0\.0\.1:)/i

/** The paragraphs that were drawn here: the text that the overlay has put there, and what it was drawn from; `''`: that text itself. */
const drawn = new WeakMap<Element, { text: Text; from: string }>()
const known = new Set<string>()
let asked: number[] = []

type Pictures = (task: () => void) => void

/** Puts pictures in place of the emotes in these rows of the chat. Until a picture is there, `word` is; it stays if the picture does not come. */
export function drawEmotes(rows: readonly ChatRow[], word: string, pictures: Pictures): void {
  // On another computer every request needs the token, and an image cannot send one.
  if (location.hash !== '') return
  const elements = new Map([...document.querySelectorAll<HTMLElement>('li[data-id]')].map((one) => [one.dataset['id'], one]))
  for (const { event } of rows) {
    if (event.type !== 'chat' || event.emotes === undefined) continue
    const paragraph = elements.get(event.id)?.querySelector('p')
    const before = paragraph && drawn.get(paragraph)
    const text = before?.text ?? paragraph?.firstChild
    if (!paragraph || !(text instanceof Text)) continue
    // What the settings do to texts (links, length) is done already: such a message keeps its text alone.
    const from = text.data === wholeText(event, word) ? JSON.stringify([event.text, event.emotes]) : ''
    if ((before?.from ?? '') === from) continue
    drawn.set(paragraph, { text, from })
    const pieces = from === '' ? [] : chatPieces(event)
    const nodes = pieces.flatMap((piece) =>
      'text' in piece ? [piece.text] : pictureOf(piece.emote.pictureUrl ?? '', piece.word || ` ${word} `, pictures),
    )
    paragraph.replaceChildren(...(from === '' ? [text] : nodes))
  }
}

/** As `chatText` has it: the text, and up to five words for emotes behind it. */
function wholeText({ text, emotes = [] }: ChatEvent, word: string): string {
  return [...(text === '' ? [] : [text]), ...emotes.slice(0, 5).map(() => word)].join(' ')
}

function pictureOf(address: string, word: string, pictures: Pictures): (Node | string)[] {
  if (!mayAsk(address)) return [word]
  const placeholder = new Text(word)
  const picture = new Image()
  picture.alt = ''
  picture.decoding = 'async'
  picture.hidden = true
  picture.onload = () =>
    pictures(() => {
      placeholder.remove()
      picture.hidden = false
    })
  picture.onerror = () => picture.remove()
  picture.src = `/avatar?u=${encodeURIComponent(address)}`
  return [placeholder, picture]
}

/** Only web addresses are passed on; the bridge decides which hosts it allows. What was asked for before is in the browser's cache. */
function mayAsk(address: string): boolean {
  if (address.length > 2_000 || !ADDRESS.test(address)) return false
  if (known.has(address)) return true
  const now = performance.now()
  asked = asked.filter((at) => now - at < MINUTE_MS)
  if (asked.length >= MOST_PER_MINUTE) return false
  asked.push(now)
  known.add(address)
  return true
}
