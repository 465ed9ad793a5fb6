import type { LiveReport } from '@standby/shared/history.ts'
import { atLeast, compactNumber, duration, percent } from '../parts/format.ts'
import type { Catalogue } from '../i18n/en.ts'

/** Day and time as people write them, in the computer's own time zone. */
export function dayAndTime(language: string): (at: number) => string {
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
  return (at) => format.format(at)
}

/** `12.4 MB`, of bytes. */
export function megabytes(language: string): (bytes: number) => string {
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
  return (bytes) => format.format(bytes / 1_000_000)
}

export interface Figure {
  label: string
  value: string
}

/** What a LIVE was like, for the page and for its picture. */
export function figuresOf(report: LiveReport, catalogue: Catalogue): Figure[] {
  const texts = catalogue.reports
  const short = compactNumber(catalogue.language)
  const sum = (count: number): string => atLeast(short(count), report.giftsMayBeIncomplete)
  const known = (count: number | null): string => (count === null ? texts.unknown : short(count))
  return [
    { label: texts.duration, value: duration(report.endedAt - report.startedAt) },
    { label: texts.peakViewers, value: known(report.peakViewers) },
    { label: texts.totalViewers, value: known(report.totalViewers) },
    { label: texts.likes, value: short(report.likes) },
    { label: texts.diamonds, value: sum(report.diamonds) },
    { label: texts.chats, value: short(report.counts.chat ?? 0) },
    { label: texts.gifts, value: sum(report.counts.gift ?? 0) },
    { label: texts.follows, value: short(report.counts.follow ?? 0) },
    {
      label: texts.connected,
      value: report.connectedPercent === null ? texts.unknown : percent(catalogue.language)(report.connectedPercent),
    },
    { label: texts.away, value: texts.awayTimes(report.gaps, duration(report.awayMs)) },
  ]
}

/** At most `count` numbers that keep the shape of the curve: each is the highest of its part. */
export function thinned(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values]
  return Array.from({ length: count }, (_, at) => {
    const share = values.slice(Math.floor((at * values.length) / count), Math.floor(((at + 1) * values.length) / count))
    return Math.max(...share)
  })
}

/** The curve in words. */
export function curveText(perMinute: readonly number[], catalogue: Catalogue): string {
  const sum = perMinute.reduce((total, count) => total + count, 0)
  const mean = perMinute.length === 0 ? 0 : sum / perMinute.length
  const number = new Intl.NumberFormat(catalogue.language, { maximumFractionDigits: 1 })
  return catalogue.reports.curveText(Math.max(0, ...thinned(perMinute, 1)), number.format(mean), perMinute.length)
}
