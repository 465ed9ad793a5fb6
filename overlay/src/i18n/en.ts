import { enCauses, enDock, enStates } from './en-dock.ts'
import { enAlerts, enHealth } from './en-health.ts'
import { enHome } from './en-home.ts'
import { enViewers } from './en-viewers.ts'

export const en = {
  ...enViewers,
  states: enStates,
  causes: enCauses,
  alerts: enAlerts,
  dock: enDock,
  health: enHealth,
  home: enHome,
}

/** Every text of every page. Another language is five more files of these types. */
export type Catalogue = typeof en
