import { PARTY_NAMES, WAY_LACKS, WAY_NAMES, WAY_PROBLEM_TEXTS } from '@standby/shared/words/ways.ts'

export const enWays = {
  names: WAY_NAMES,
  problems: WAY_PROBLEM_TEXTS,
  parties: PARTY_NAMES,
  lacks: WAY_LACKS,
  title: 'Ways into the LIVE',
  via: (time: string, way: string) => `Since ${time} through ${way}`,
  from: (party: string, host: string) => `events pass through ${party} (${host})`,
  couldUse: (ways: string) => `Could also use: ${ways}.`,
  nothingElse: 'No other way is ready now.',
  through: (way: string) => `then through ${way}`,
  use: (way: string) => `Use ${way} if the others fail`,
  first: (way: string) => `Try ${way} first`,
  offer: 'TikFinity runs here: use it as a second way?',
  offerText:
    'If the connection to TikTok fails, Standby then takes the events from TikFinity, and goes back by itself. Nothing leaves this computer for it.',
  offerButton: 'Use TikFinity as a second way',
}
