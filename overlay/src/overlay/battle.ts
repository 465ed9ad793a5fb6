import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { Stage } from '../parts/stage.svelte.ts'
import { BATTLE_TEXTS } from '../i18n/battle.ts'

// Loaded with the first battle that is to be shown. As with emotes, it imports nothing that the overlay has already: shared code would be
// cut out of the overlay's own script, and make that larger for everybody. So it draws by hand.

type Battle = NonNullable<ReaderState['room']['battle']>
type Side = Battle['sides'][number]

type Host = Side['hosts'][number]

/** The result stays for so long. A battle whose end was never told goes as long after its time. */
const SHOWN_AFTER_MS = 20_000
/** Of teams, the first few. */
const MOST_NAMES = 2

const STYLE = `
[data-battle] { width: var(--standby-card-width); max-width: 100%; padding: 0.5rem 1rem 0.6rem; box-shadow: none;
  font-size: max(0.9rem, var(--standby-least-text)); line-height: 1.25; font-variant-numeric: tabular-nums }
[data-battle] .top { display: flex; justify-content: space-between; gap: 0.6rem; font-size: max(0.8rem, var(--standby-least-text));
  font-weight: 560; color: var(--standby-text-quiet) }
[data-battle] .side { display: flex; align-items: baseline; gap: 0.6rem; margin-top: 0.15rem }
[data-battle] bdi { flex: 1; min-width: 0; overflow: hidden; font-weight: 600; text-align: left; text-overflow: ellipsis;
  white-space: nowrap }
[data-battle] b { flex: none; font-size: 1.15em; color: var(--tone); white-space: nowrap }
[data-battle] .bar { display: flex; gap: 0.15rem; height: 0.5rem; margin-top: 0.35rem; overflow: hidden; border-radius: 1rem }
[data-battle] .bar i { min-width: 0.5rem; background: var(--tone); transition: flex-grow 600ms ease-out }
`
const TONES = ['--standby-accent', '--standby-heart', '--standby-gift', '--standby-ok']

/** Whether there is anything to show of it. */
export function isShown({ over, at, endsAt }: Battle, now: number): boolean {
  const until = over ? at : endsAt
  return until === null || now < until + SHOWN_AFTER_MS
}

interface Card {
  whole: HTMLElement
  top: HTMLElement
  list: HTMLElement
  bar: HTMLElement
  /** What it says now. */
  key: string
}

const cards = new WeakMap<Element, Card>()

/** Draws a battle into its place on the page, or takes it away if there is none, or none any more. */
export function drawBattle(battle: Battle | null | undefined, stage: Stage, now: number): void {
  const place = document.querySelector('[data-part=battle]')
  if (place === null) return
  if (!battle || battle.sides.length === 0 || !isShown(battle, now)) return place.replaceChildren()
  const card = cards.get(place) ?? newCard()
  cards.set(place, card)
  if (!place.contains(card.whole)) place.replaceChildren(card.whole)
  // It is drawn again only if it would say something else: the page is painted as seldom as can be.
  const says = saysOf(battle, stage, now)
  const key = JSON.stringify(says)
  if (card.key === key) return
  card.key = key
  card.top.replaceChildren(element('span', says.title), element('span', says.state))
  card.list.replaceChildren(
    ...says.sides.map(({ name, score }, index) => {
      const row = element('div', '', 'side')
      row.append(element('bdi', name), toned(element('b', score), index))
      return row
    }),
  )
  // The same pieces as before, so that they grow and shrink before the viewers' eyes.
  const pieces = [...card.bar.querySelectorAll('i')]
  card.bar.replaceChildren(...says.shares.map((share, index) => grown(toned(pieces[index] ?? element('i', ''), index), share)))
}

function newCard(): Card {
  if (document.getElementById('battle-style') === null) {
    const style = element('style', STYLE)
    style.id = 'battle-style'
    document.head.append(style)
  }
  const [whole, top, list, bar] = [
    element('section', '', 'panel fades'),
    element('div', '', 'top'),
    element('div', ''),
    element('div', '', 'bar'),
  ]
  whole.dataset['testid'] = 'battle'
  whole.dataset['battle'] = ''
  bar.setAttribute('aria-hidden', 'true')
  whole.append(top, list, bar)
  return { whole, top, list, bar, key: '' }
}

function saysOf({ sides, over, endsAt }: Battle, stage: Stage, now: number) {
  const { language, overlay } = stage.catalogue
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  const name = (host: Host): string => (stage.visibility.hidesUser(host) ? overlay.unnamed.person : stage.name(host))
  const texts = BATTLE_TEXTS[language === 'fr' ? 'fr' : 'en']
  const own = sides.find((side) => side.own)
  const all = sides.reduce((sum, { score }) => sum + score, 0)
  return {
    title: texts.battle,
    state: over ? (own?.result === undefined ? '' : texts.results[own.result]) : endsAt === null ? '' : clock(endsAt - now),
    sides: sides.map(({ hosts, score }) => ({ name: namesOf(hosts, name), score: short.format(score) })),
    // Before anybody has points, all are alike.
    shares: sides.map(({ score }) => (all === 0 ? 1 : Math.round((1000 * score) / all))),
  }
}

function namesOf(hosts: Host[], name: (host: Host) => string): string {
  const names = hosts.slice(0, MOST_NAMES).map(name)
  return hosts.length > MOST_NAMES ? `${names.join(', ')} +${hosts.length - MOST_NAMES}` : names.join(' & ')
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function element(name: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  if (className !== '') made.className = className
  return made
}

function toned(one: HTMLElement, index: number): HTMLElement {
  one.style.setProperty('--tone', `var(${TONES[index % TONES.length]})`)
  return one
}

function grown(one: HTMLElement, share: number): HTMLElement {
  one.style.flexGrow = String(share)
  return one
}
