/** The built script of the waiting page, as text; see vite.config.ts. */
declare module 'virtual:waiting-script' {
  const script: string
  export default script
}
