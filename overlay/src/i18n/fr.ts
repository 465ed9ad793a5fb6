import type { Catalogue } from './en.ts'
import { frChannels } from './fr-channels.ts'
import { frActions } from './fr-actions.ts'
import { frClients } from './fr-clients.ts'
import { frComputer } from './fr-computer.ts'
import { frCard } from './fr-card.ts'
import { frCauses, frDock, frStates } from './fr-dock.ts'
import { frAlerts, frHealth } from './fr-health.ts'
import { frHome } from './fr-home.ts'
import { frNames } from './fr-names.ts'
import { frLive } from './fr-live.ts'
import { frLook } from './fr-look.ts'
import { frLooks } from './fr-looks.ts'
import { frObs } from './fr-obs.ts'
import { frRefusals } from './fr-refusals.ts'
import { frReports } from './fr-reports.ts'
import { frViewers } from './fr-viewers.ts'
import { frWays } from './fr-ways.ts'

export const fr: Catalogue = {
  ...frViewers,
  states: frStates,
  causes: frCauses,
  alerts: frAlerts,
  dock: frDock,
  clients: frClients,
  channels: frChannels,
  actions: frActions,
  health: frHealth,
  obs: frObs,
  live: frLive,
  look: frLook,
  looks: frLooks,
  card: frCard,
  reports: frReports,
  refusals: frRefusals,
  home: frHome,
  names: frNames,
  computer: frComputer,
  ways: frWays,
}
