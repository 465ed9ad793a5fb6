import { cleanText, MAX_NAME_LENGTH } from '@standby/shared/clean-text.ts'
import type { Battle, BattleHost } from '@standby/shared/live/moments.ts'
import type { ToldBattle } from '@standby/shared/live/room-state.ts'
import { entries, fields, pairs, timeOf, type Fields } from './fields.pure.ts'
import { pictureOf } from './pictures.pure.ts'
import type { Creator } from './receiver.pure.ts'
import { idText, wholeNumber } from './text.ts'

/** `LinkMicBattleBattleAction`. The others are invitations, and what becomes of them. */
const OPENED = 4
const ENDED = [5, 6]
/** `BattleSettingsBattleStatus`: what comes after a battle is a forfeit of the loser. */
const STARTED = 1
const FINISHED = [2, 3, 4]
/** `LinkMicArmiesTriggerReason`. */
const BATTLE_END = 2
/** `BattleResultResult`, in its order. */
const RESULTS = ['win', 'lose', 'draw'] as const
/** TikTok has battles of up to four creators, and of teams of up to four. */
const MAX_HOSTS = 16

export interface BattleMessage {
  battle: ToldBattle
  /** Null: it is neither the beginning nor the end. */
  phase: 'start' | 'end' | null
}

type ToldSide = ToldBattle['sides'][number]

/** A battle begins, ends, or is talked about beforehand; null if it has no id. */
export function battleOf(data: Fields, creator: Creator): BattleMessage | null {
  const action = wholeNumber(data['action'])
  const status = wholeNumber(fields(data['battleSettings'])['status'])
  const ends = ENDED.includes(action) || FINISHED.includes(status)
  const begins = action === OPENED || (action === 0 && status === STARTED)
  return told(data, creator, ends ? 'end' : begins ? 'start' : null)
}

/** The scores of a battle; null if it has no id. */
export function scoresOf(data: Fields, creator: Creator): BattleMessage | null {
  const ends = wholeNumber(data['triggerReason']) === BATTLE_END || FINISHED.includes(wholeNumber(fields(data['battleSettings'])['status']))
  return told(data, creator, ends ? 'end' : null)
}

/** The forfeit is over, and with it, long before, the battle. */
export function forfeitOf(data: Fields, creator: Creator): BattleMessage | null {
  return told(data, creator, 'end')
}

/** As it is in an event: a score that was not told is 0. */
export function wholeBattle({ battleId, startedAt, endsAt, sides }: ToldBattle): Battle {
  return { battleId, startedAt, endsAt, sides: sides.map((side) => ({ ...side, score: side.score ?? 0 })) }
}

function told(data: Fields, creator: Creator, phase: BattleMessage['phase']): BattleMessage | null {
  const settings = fields(data['battleSettings'])
  const battleId = idText(data['battleId']) || idText(settings['battleId'])
  if (battleId === '') return null
  const startedAt = timeOf(settings['startTimeMs'])
  const seconds = wholeNumber(settings['duration']) + wholeNumber(settings['extraDurationSecond'])
  const endsAt = timeOf(settings['endTimeMs']) ?? (startedAt === null || seconds === 0 ? null : startedAt + seconds * 1000)
  return { phase, battle: { battleId, startedAt, endsAt, sides: sidesOf(data, creator, phase === 'end') } }
}

/** By team where there are teams, else by creator. The creator's own is first. */
function sidesOf(data: Fields, creator: Creator, isOver: boolean): ToldSide[] {
  const hosts = hostsOf(data)
  const isOwn = (host: BattleHost): boolean =>
    creator.id === '' ? host.uniqueId !== '' && host.uniqueId.toLowerCase() === creator.uniqueId.toLowerCase() : host.id === creator.id
  const teams = teamsOf(data)
  const sides =
    teams.length > 0
      ? teams.map(({ id, members, score }) =>
          sideOf(
            id,
            members.map((member) => hosts.get(member) ?? stranger(member)),
            score,
          ),
        )
      : [...hosts.values()].map((host) => sideOf(host.id, [host], scoresByHost(data).get(host.id) ?? null))
  const verdicts = isOver ? resultsOf(data) : new Map<string, Verdict>()
  const told = sides.map((side): ToldSide => {
    const verdict = verdicts.get(side.id)
    const score = side.score ?? verdict?.score ?? null
    return { ...side, score, own: side.hosts.some(isOwn), ...(verdict?.result !== undefined && { result: verdict.result }) }
  })
  return told.toSorted((a, b) => Number(b.own) - Number(a.own))
}

const sideOf = (id: string, hosts: BattleHost[], score: number | null) => ({ id, hosts, score })

const stranger = (id: string): BattleHost => ({ id, uniqueId: '', nickname: '', avatarUrl: null })

/** Everybody in it, in TikTok's order. Messages with scores alone have no names. */
function hostsOf(data: Fields): Map<string, BattleHost> {
  const hosts = new Map<string, BattleHost>()
  for (const { key, value } of pairs(data['anchorsInfo'], MAX_HOSTS)) {
    const user = fields(value['user'])
    const id = idText(user['userId']) || idText(key)
    if (id === '') continue
    hosts.set(id, {
      id,
      uniqueId: cleanText(user['displayId'], MAX_NAME_LENGTH),
      nickname: cleanText(user['nickName'], MAX_NAME_LENGTH),
      avatarUrl: pictureOf(user['avatarThumb']),
    })
  }
  for (const [id] of scoresByHost(data)) if (!hosts.has(id) && hosts.size < MAX_HOSTS) hosts.set(id, stranger(id))
  return hosts
}

function scoresByHost(data: Fields): Map<string, number> {
  const scores = new Map<string, number>()
  for (const { key, value } of pairs(data['armies'], MAX_HOSTS)) {
    const id = idText(value['anchorIdStr']) || idText(key)
    if (id !== '') scores.set(id, wholeNumber(value['hostscore']))
  }
  return scores
}

interface Team {
  id: string
  members: string[]
  score: number | null
}

function teamsOf(data: Fields): Team[] {
  const teams = new Map<string, Team>()
  const add = (id: string, members: string[], score: number | null): void => {
    const known = teams.get(id) ?? { id, members: [], score: null }
    const all = [...new Set([...known.members, ...members])].filter((member) => member !== '')
    if (id !== '') teams.set(id, { id, members: all, score: score ?? known.score })
  }
  for (const team of entries(data['teamMember'], MAX_HOSTS)) {
    const members = Array.isArray(team['userId']) ? team['userId'].slice(0, MAX_HOSTS).map(idText) : []
    add(idText(team['teamId']), members, null)
  }
  for (const team of [...entries(data['teamArmies'], MAX_HOSTS), ...entries(data['teamBattleResult'], MAX_HOSTS)]) {
    const members = entries(team['teamUser'], MAX_HOSTS).map((user) => idText(user['userId']) || idText(user['userIdStr']))
    add(idText(team['teamId']), members, wholeNumber(team['teamTotalScore'] ?? team['totalScore']))
  }
  return [...teams.values()]
}

interface Verdict {
  score: number
  result?: (typeof RESULTS)[number]
}

/** TikTok's verdict, by side. */
function resultsOf(data: Fields): Map<string, Verdict> {
  const byHost = pairs(data['battleResult'], MAX_HOSTS).map(
    ({ key, value }) => [idText(value['userId']) || idText(key), value['result'], value['score']] as const,
  )
  const byTeam = entries(data['teamBattleResult'], MAX_HOSTS).map(
    (team) => [idText(team['teamId']), team['result'], team['totalScore']] as const,
  )
  const verdicts = new Map<string, Verdict>()
  for (const [id, verdict, score] of [...byHost, ...byTeam]) {
    const result = RESULTS[wholeNumber(verdict)]
    if (id !== '') verdicts.set(id, { score: wholeNumber(score), ...(result !== undefined && { result }) })
  }
  // A win is also what is there if TikTok tells nothing.
  const isTold = verdicts.size > 1 && [...verdicts.values()].some(({ result }) => result !== 'win')
  return isTold ? verdicts : new Map([...verdicts].map(([id, { score }]) => [id, { score }]))
}
