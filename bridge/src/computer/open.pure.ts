/** A program and its arguments. */
export type SystemCommand = readonly [program: string, ...args: string[]]

/**
 * How each system opens an address, a file or a folder with the program that the person uses for it. `platform` is Node's. On Windows it is
 * a part of Windows itself, and no PowerShell: virus scanners distrust one that runs unseen.
 */
export function openCommand(platform: string, target: string): SystemCommand {
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', target]
  return [platform === 'darwin' ? 'open' : 'xdg-open', target]
}
