/** What the home page says about Standby on its computer. */
export interface ComputerView {
  version: string
  node: string
  /** False: Standby runs from a checkout, which pnpm keeps. */
  isPackage: boolean
  /** Whether it runs in a window whose closing ends it, minimised: a package on Windows. */
  hasWindow: boolean
  /** When this version was made, ms; null in a checkout. */
  builtAt: number | null
  /** Whether it starts with the computer; null: that is only for packages. */
  autostart: boolean | null
  /** Whom a look for a new version asks; null: nobody, because this package was made without an address. */
  releases: string | null
  /** Whether it asks once a week by itself; null: there is nobody to ask. */
  looksWeekly: boolean | null
  /** What the last look for a new version found, by the creator or by itself; null: nothing yet. */
  found: NewVersionView | null
}

/** What a look for a new version found. */
export interface NewVersionView {
  version: string
  isNewer: boolean
  /** What changed, a sentence each. */
  changes: string[]
  /** Where it can be had. */
  page: string
}
