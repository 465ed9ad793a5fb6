import { journaledIds } from '../../support/fixtures/journal-file.ts'
import type { Findings } from './findings.ts'
import type { Stage } from './stage.ts'
import { lastNumber, numberOf } from './words.ts'

/** A time when TikTok could not be heard, ms by `performance.now()`. */
export interface CutOff {
  from: number
  to: number
}

/** Memory may grow by this much over what it was at the start, whatever happens. */
const MEMORY_GROWTH_BYTES = 120 * 2 ** 20

/** When the last was sent that some client has: on a busy computer more than a second's worth may be on its way. */
export function lastHeardAt({ watchers, sentAt }: Pick<Stage, 'watchers' | 'sentAt'>): number {
  return sentAt[Math.max(0, ...watchers.map((watcher) => lastNumber(watcher.events()) ?? 0))] ?? 0
}

/** Compares what was sent, what the journal of the ended bridge holds, and what each client was given, up to the chat of number `last`. */
export function judgeClients(stage: Stage, findings: Findings, cutOff: readonly CutOff[], last: number): void {
  const complain = (text: string): void => void findings.complaints.push(text)
  const journal = journaledIds(stage.dataDir)
  const heard = new Set<number>()
  for (const watcher of stage.watchers) {
    for (const complaint of watcher.complaints()) complain(complaint)
    const events = watcher.events()
    const lastAt = events.findLastIndex((event) => numberOf(event) === last)
    const given = events.slice(0, lastAt + 1).map(({ id }) => id)
    const from = journal.indexOf(given[0] ?? '')
    const due = journal.slice(from, journal.indexOf(given.at(-1) ?? '') + 1)
    const wrong = given.findIndex((id, index) => id !== due[index])
    if (wrong >= 0) complain(`${watcher.name} was given ${given[wrong]} where the journal has ${due[wrong]}`)
    if (due.length > given.length) complain(`${watcher.name} was given ${given.length} of the ${due.length} events of the journal`)
    findings.clients.push({ name: watcher.name, events: given.length, due: due.length, returns: watcher.returns() })
    for (const event of events) heard.add(numberOf(event) ?? Number.NaN)
  }
  const [first, ...others] = stage.watchers.map((watcher) => {
    const { reconnectionState, health, roomId } = watcher.state().tiktok ?? {}
    return `${reconnectionState} ${health} ${roomId}`
  })
  for (const other of others) if (other !== first) complain(`clients differ in what they know of TikTok: "${first}" and "${other}"`)
  findings.mostSockets = stage.proxy.mostSockets()
  if (findings.mostSockets > 1) complain(`${findings.mostSockets} connections to TikTok were open at once`)
  const grown = findings.memory.mostBytes - findings.memory.firstBytes
  if (grown > MEMORY_GROWTH_BYTES) complain(`memory grew by ${Math.round(grown / 2 ** 20)} MB`)
  countLost(stage.sentAt, heard, findings, cutOff)
}

function countLost(sentAt: readonly number[], heard: ReadonlySet<number>, findings: Findings, cutOff: readonly CutOff[]): void {
  findings.sent = sentAt.length
  for (const [number, at] of sentAt.entries()) {
    if (heard.has(number)) continue
    if (cutOff.some(({ from, to }) => at >= from && at <= to)) findings.unheard += 1
    else findings.lost.push(number)
  }
  const [lostFirst] = findings.lost
  if (lostFirst === undefined) return
  const at = sentAt[lostFirst] ?? 0
  const nearest = Math.min(...cutOff.map(({ from, to }) => Math.min(Math.abs(at - from), Math.abs(at - to))))
  findings.complaints.push(
    `${findings.lost.length} events were lost while TikTok could be heard, the first is #${lostFirst} of ${sentAt.length}, ` +
      `${Math.round(nearest)} ms away from the nearest time it could not be`,
  )
}
