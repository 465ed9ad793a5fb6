// Run by pnpm whenever it works out the lock file. The packages that hold Node itself give the system and the processor they are for as a
// word where pnpm reads lists; without this it would fetch the one for Windows everywhere.
const listed = (value) => (typeof value === 'string' ? [value] : value)

// Streamer.bot's client asks for native code that it never uses itself: it would make the package ws quicker at thousands of messages a
// second, and it runs a script when it is installed, as nothing else here does.
const withoutNative = ({ name, dependencies }) => {
  if (name !== '@streamerbot/client') return {}
  const { bufferutil: _, ...others } = dependencies
  return { dependencies: others }
}

export const hooks = {
  readPackage: (manifest) => ({
    ...manifest,
    ...(manifest.os !== undefined && { os: listed(manifest.os) }),
    ...(manifest.cpu !== undefined && { cpu: listed(manifest.cpu) }),
    ...withoutNative(manifest),
  }),
}
