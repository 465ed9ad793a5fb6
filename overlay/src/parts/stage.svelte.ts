import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { Moderation } from '@standby/shared/settings/moderation.ts'
import { DEFAULT_OVERLAY, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import type { Supporter } from '@standby/shared/protocol.ts'
import type { ViewerFeed } from './bridge.svelte.ts'
import { pageFetch } from './browser.ts'
import { conditionOf, isFresh, type Condition } from './condition.ts'
import type { LiveEvent, LiveUser } from '@standby/shared/live/event.ts'
import type { ViewerCatalogue } from '../i18n/en-viewers.ts'
import { legible, nameOf } from './legible.ts'
import { withoutLinks } from './links.ts'
import { roughSearch, visibilityOf, type VisibilityFilter, type WordSearch } from './visibility.ts'
import type { Pace } from './pace.ts'
import { settingsWith, type Wishes } from './address.ts'
import type { Ticks } from './ticks.svelte.ts'

const NOTHING_HIDDEN: Moderation = { hiddenMessages: [], hiddenUsers: [], blockedWords: [] }

export interface StageOptions {
  bridge: ViewerFeed
  ticks: Ticks
  wishes: Wishes
  catalogue: ViewerCatalogue
  /** The texts for the creator's setting; null: it sets no language. */
  load: (language: OverlaySettings['language']) => Promise<ViewerCatalogue>
}

/** What the pages for viewers share: the feed, the settings of this page, the visibility filter and the texts. */
export class Stage {
  readonly bridge: ViewerFeed
  readonly ticks: Ticks
  readonly #options: StageOptions
  #catalogue: ViewerCatalogue
  #isDressed = false
  /** Plays the creator's own sound for a gift alert; null: they have none. */
  ownSound: ((diamonds: number, volume: number) => void) | null = null
  // In two steps each, so that what is costly is computed only when its own part of the state has changed.
  readonly #overlay = $derived.by(() => this.state?.overlay ?? DEFAULT_OVERLAY)
  readonly #moderation = $derived.by(() => this.state?.moderation ?? NOTHING_HIDDEN)
  readonly look: ReaderState['look'] | undefined = $derived.by(() => this.state?.look)
  readonly settings: OverlaySettings = $derived.by(() => settingsWith(this.#overlay, this.#options.wishes))
  readonly hiddenMessages: readonly string[] = $derived.by(() => this.#moderation.hiddenMessages)
  /** The search for blocked words. A page without any words loads none. */
  #search = $state.raw<WordSearch>(roughSearch)
  readonly visibility: VisibilityFilter = $derived(visibilityOf(this.#moderation, this.#search))
  /** In which turn viewers’ pictures appear; null: they are switched off. */
  readonly pictures: Pace | null = $derived.by(() => (this.settings.avatars ? this.bridge.pace : null))
  readonly condition: Condition = $derived.by(() => conditionOf(this.bridge.link, this.state?.tiktok ?? null))
  readonly stale: boolean = $derived.by(() => !isFresh(this.condition.kind))
  readonly #allSupporters = $derived.by(() => this.state?.supporters ?? [])
  readonly supporters: Supporter[] = $derived.by(() =>
    this.#allSupporters.filter(({ user }) => !this.visibility.hidesUser(user)).slice(0, 3),
  )

  constructor(options: StageOptions) {
    this.#options = options
    this.bridge = options.bridge
    this.ticks = options.ticks
    this.#catalogue = $state.raw(options.catalogue)
  }

  get catalogue(): ViewerCatalogue {
    return this.#catalogue
  }

  /** The state from the bridge, limited to what these pages may use: with the read token they get no more. */
  get state(): ReaderState | null {
    return this.bridge.state
  }

  /** Whether an event may be shown: it is not hidden, and no gift to a guest if the creator does not want those. */
  shows(event: LiveEvent): boolean {
    const isUnwanted = event.type === 'gift' && event.receiver !== undefined && !this.settings.guestGifts
    return !isUnwanted && !this.visibility.hides(event)
  }

  /** A viewer's text as it may be shown. */
  text(text: string, maxLength: number): string {
    const calm = legible(text, maxLength)
    return this.settings.links ? calm : withoutLinks(calm, this.#catalogue.overlay.link)
  }

  /** How a user is called on screen. */
  name(user: Pick<LiveUser, 'nickname' | 'uniqueId'>): string {
    const name = nameOf(user, this.#catalogue.overlay.unnamed.person)
    return this.settings.links ? name : withoutLinks(name, this.#catalogue.overlay.link)
  }

  /** Sets what the stylesheets depend on, as the settings say. Call it within an effect. */
  follow(root: HTMLElement): void {
    const { theme, scale, safeZones, mirrored } = this.settings
    root.dataset['theme'] = theme
    root.toggleAttribute('data-unsafe', !safeZones)
    root.toggleAttribute('data-mirrored', mirrored)
    // Another name than the one that OBS's custom CSS sets, because both count.
    root.style.setProperty('--standby-setting-scale', String(scale))
  }

  /** Dresses the page in the creator's look. A page without one loads nothing for it. Call it within an effect. */
  followLook(): void {
    const { look } = this
    const { theme } = this.settings
    if (look === undefined) return
    const { accent, ground, font, radius, sound } = look
    const isPlain = font === 'inter' && accent === null && ground === null && radius === null && sound === null
    if (isPlain && !this.#isDressed) return
    this.#isDressed = true
    // It gets what it needs of the page, as below.
    void import('./dressed.ts').then(({ dress }) => (this.ownSound = dress(look, theme, pageFetch)))
  }

  /** Loads the search for blocked words when there is one. Call it within an effect. */
  followWords(): void {
    if (this.#moderation.blockedWords.length === 0 || this.#search !== roughSearch) return
    // This imports nothing that the page has already: shared code would be cut out of the page's own script, and make that larger.
    void import('@standby/shared/settings/blocked-words.ts').then((words) => (this.#search = words.hasWordOf))
  }

  /** Loads the texts for the language setting. Until they are there, the present ones stay. Call it within an effect. */
  followLanguage(): void {
    const { language } = this.#overlay
    void this.#options.load(language).then((catalogue) => {
      if (language === this.#overlay.language) this.#catalogue = catalogue
    })
  }
}
