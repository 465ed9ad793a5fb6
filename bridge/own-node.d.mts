/** What tests see of `own-node.mjs`. */
export interface BeforeInstall {
  platform: string
  arch: string
  version: string
  packages: readonly string[]
  wanted: string
  hasLibrary: boolean
  canInstall: boolean
  isCI: boolean
  hasTerminal: boolean
}
export function ownNode(): { version: string; packages: string[] }
export function packageFor(platform: string, arch: string): string
export function tooOld(version: string, wanted: string, platform: string, arch: string): string[] | null
export function beforeInstall(facts: BeforeInstall): 'go' | 'no-node' | 'install' | 'ask' | 'tell'
export function isYes(answer: string): boolean
