import type { TikTokStatus } from '@standby/shared/protocol.ts'
import type { PageView } from './page-recorder.ts'

export const PAGES = ['overlay', 'standby', 'dock'] as const
export type ChaosPage = (typeof PAGES)[number]

/** All that one page shows, over all its loads. */
export interface ShownJudge {
  see(view: PageView): void
  complaints(): readonly string[]
  /** Everything it ever showed, as `#12` and `giver.3`. */
  everShown(): ReadonlySet<string>
}

/** Nothing twice: in a list at once, again in one that it has left, announced again after it was, the page loaded anew or not. */
export function shownJudge(name: string): ShownJudge {
  const complaints: string[] = []
  const everShown = new Set<string>()
  const announced = new Set<string>()
  let before: PageView | null = null
  /** Rows that this load of the page showed, and shows no more. */
  let gone = new Set<string>()

  return {
    see(view) {
      if (view.life !== before?.life) gone = new Set()
      const last = view.life === before?.life ? before : null
      for (const [at, row] of view.rows.entries()) {
        if (view.rows.indexOf(row) !== at) complaints.push(`${name} shows ${row} twice`)
        if (gone.has(row)) complaints.push(`${name} shows ${row} again after it had gone`)
      }
      for (const row of last?.rows ?? []) if (!view.rows.includes(row)) gone.add(row)
      for (const alert of view.alerts) {
        if (!last?.alerts.includes(alert) && announced.has(alert)) complaints.push(`${name} announces ${alert} again`)
        announced.add(alert)
      }
      for (const one of [...view.rows, ...view.alerts]) everShown.add(one)
      before = view
    },
    complaints: () => complaints,
    everShown: () => everShown,
  }
}

/** What the pages have to say of a connection, in English; null where this show does not come to it. */
export function wordsFor({ reconnectionState, health, paused }: StatusSeen): Record<ChaosPage, RegExp> | null {
  const words = (overlay: RegExp, standby: RegExp, dock: RegExp): Record<ChaosPage, RegExp> => ({ overlay, standby, dock })
  switch (reconnectionState) {
    case 'CONNECTED':
      return paused ? null : words(/^$/, /^(Short break|We’re back!)$/, /^Live$/)
    case 'CONNECTING':
      return words(/^One moment…$/, /^We’ll be right back$/, /^Connecting$/)
    case 'RECONNECTING':
      return health === 'degraded'
        ? words(/^Back in a moment$/, /^Back in a moment$/, /^Still reconnecting$/)
        : words(/^One moment…$/, /^Back in a moment$/, /^Reconnecting$/)
    case 'FAILED':
      return words(/^Back in a moment$/, /^Back in a moment$/, /^Not getting through$/)
    case 'WAITING_FOR_LIVE':
      return words(/^(Thanks for watching|Starting soon)$/, /^(See you next time|Starting soon)$/, /^Waiting for your LIVE$/)
    case 'IDLE':
    case 'STOPPED':
      return null
  }
}

export type StatusSeen = Pick<TikTokStatus, 'reconnectionState' | 'health' | 'paused'>

/** Whether a page says of the connection what is so. */
export function agrees(page: ChaosPage, view: Pick<PageView, 'ours' | 'says'> | null, status: StatusSeen): boolean {
  const words = wordsFor(status)
  return words === null || (view !== null && view.ours && words[page].test(view.says ?? ''))
}

export interface AgreementJudge {
  /** `status` is null where the bridge does not answer, `view` where something is being done to the page. */
  see(at: number, status: StatusSeen | null, views: Record<ChaosPage, PageView | null | 'busy'>): void
  complaints(): readonly string[]
}

/** Complains of a page that says something else than the bridge for longer than `marginMs`, while it could have known all along. */
export function agreementJudge(marginMs: number): AgreementJudge {
  const complaints: string[] = []
  const wrong: Record<ChaosPage, { since: number; state: string; told: boolean } | null> = { overlay: null, standby: null, dock: null }
  return {
    see(at, status, views) {
      const state = status === null ? '' : `${status.reconnectionState} ${status.health}`
      for (const page of PAGES) {
        const view = views[page]
        if (status === null || view === 'busy' || agrees(page, view, status)) wrong[page] = null
        else if (wrong[page]?.state !== state) wrong[page] = { since: at, state, told: false }
        const now = wrong[page]
        if (now === null || now.told || at - now.since <= marginMs) continue
        now.told = true
        const said = typeof view === 'object' && view?.ours ? `"${view.says ?? ''}"` : 'nothing'
        complaints.push(`the ${page} page says ${said} ${Math.round((at - now.since) / 1_000)} s after ${state}`)
      }
    },
    complaints: () => complaints,
  }
}

/** What browsers say of a connection that nobody takes, or that is lost on the way. */
const REFUSED = /net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/

/** A page's error, ms by `performance.now()`. */
export interface PageError {
  at: number
  text: string
}

/** Errors that nothing excuses: refused connections are excused while the bridge is away, and shortly after, when they are told late. */
export function unexcused(errors: readonly PageError[], away: readonly { from: number; to: number }[], lateMs: number): string[] {
  const excused = ({ at, text }: PageError): boolean => REFUSED.test(text) && away.some(({ from, to }) => at >= from && at <= to + lateMs)
  return errors.filter((error) => !excused(error)).map(({ text }) => text)
}
