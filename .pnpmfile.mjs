// Run by pnpm whenever it works out the lock file. The packages that hold Node itself give the system and the processor they are for as a
// word where pnpm reads lists; without this it would fetch the one for Windows everywhere.
const listed = (value) => (typeof value === 'string' ? [value] : value)

export const hooks = {
  readPackage: (manifest) => ({
    ...manifest,
    ...(manifest.os !== undefined && { os: listed(manifest.os) }),
    ...(manifest.cpu !== undefined && { cpu: listed(manifest.cpu) }),
  }),
}
