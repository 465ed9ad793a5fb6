import type { GiftAlert } from './alerts.ts'

// Loaded with the first gift if the creator wants pictures of gifts. It imports nothing that the overlay has already: see emotes.ts.

const ADDRESS = /^(https:\/\/|http:\/\/127\.0\.0\.1:)/i

/** The cards that have been looked at. */
const known = new WeakSet<Element>()

/** Puts the pictures of gifts in place of the drawing on their cards, which are in this order. Until a picture is there, and without it, the drawing stays. */
export function drawGifts(alerts: readonly GiftAlert[], inTurn: (task: () => void) => void): void {
  // On another computer every request needs the token, and an image cannot send one.
  if (location.hash !== '') return
  const cards = document.querySelectorAll('[data-testid=gift-alert]')
  for (const [index, { pictureUrl }] of alerts.entries()) {
    const piece = cards[index]?.querySelector('.piece')
    if (!piece || known.has(piece) || pictureUrl.length > 2_000 || !ADDRESS.test(pictureUrl)) continue
    known.add(piece)
    const picture = new Image()
    picture.alt = ''
    picture.decoding = 'async'
    picture.style.cssText = 'width:1.6em;height:1.6em;object-fit:contain;vertical-align:middle'
    picture.onload = () => inTurn(() => piece.replaceChildren(picture))
    picture.src = `/avatar?u=${encodeURIComponent(pictureUrl)}`
  }
}
