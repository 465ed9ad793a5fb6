import { describe, expect, test } from 'vitest'
import { openCommand } from '@standby/bridge/computer/open.pure.ts'

describe('Packages', () => {
  test('[PK13] each system opens an address with its own program, Windows without PowerShell', () => {
    expect(openCommand('win32', 'http://here/')).toEqual(['rundll32.exe', 'url.dll,FileProtocolHandler', 'http://here/'])
    expect(openCommand('darwin', 'http://here/')).toEqual(['open', 'http://here/'])
    expect(openCommand('linux', '/data')).toEqual(['xdg-open', '/data'])
  })
})
