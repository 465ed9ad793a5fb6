import { CAUSE_TEXTS } from '@standby/shared/words/causes.ts'
import { FIELD_TEXTS, REFUSAL_TEXTS } from '@standby/shared/words/refusals.ts'
import { enChannels } from './en-channels.ts'
import { enActions } from './en-actions.ts'
import { enClients } from './en-clients.ts'
import { enComputer } from './en-computer.ts'
import { enCard } from './en-card.ts'
import { enDock, enStates } from './en-dock.ts'
import { enAlerts, enHealth } from './en-health.ts'
import { enHome } from './en-home.ts'
import { enNames } from './en-names.ts'
import { enLive } from './en-live.ts'
import { enLook } from './en-look.ts'
import { enLooks } from './en-looks.ts'
import { enObs } from './en-obs.ts'
import { enReports } from './en-reports.ts'
import { enViewers } from './en-viewers.ts'
import { enWays } from './en-ways.ts'

export const en = {
  ...enViewers,
  states: enStates,
  causes: CAUSE_TEXTS,
  alerts: enAlerts,
  dock: enDock,
  clients: enClients,
  channels: enChannels,
  actions: enActions,
  health: enHealth,
  obs: enObs,
  live: enLive,
  look: enLook,
  looks: enLooks,
  card: enCard,
  reports: enReports,
  refusals: { codes: REFUSAL_TEXTS, fields: FIELD_TEXTS },
  home: enHome,
  names: enNames,
  computer: enComputer,
  ways: enWays,
}

/** Every text of every page. Another language is a value of this type too, so none of its texts can be missing. */
export type Catalogue = typeof en
