/** How a person has anything done in Standby's folder: by one exact pnpm, the one that was tried. */
export const COMMAND = 'npx -y pnpm@12.21.0'
