import { enCauses, enDock, enStates } from './en-dock.ts'
import { enAlerts, enHealth } from './en-health.ts'
import { enHome } from './en-home.ts'
import { enLive } from './en-live.ts'
import { enLook } from './en-look.ts'
import { enObs } from './en-obs.ts'
import { enRefusals } from './en-refusals.ts'
import { enReports } from './en-reports.ts'
import { enViewers } from './en-viewers.ts'

export const en = {
  ...enViewers,
  states: enStates,
  causes: enCauses,
  alerts: enAlerts,
  dock: enDock,
  health: enHealth,
  obs: enObs,
  live: enLive,
  look: enLook,
  reports: enReports,
  refusals: enRefusals,
  home: enHome,
}

/** Every text of every page. Another language is ten more files of these types. */
export type Catalogue = typeof en
