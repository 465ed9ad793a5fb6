import { readFleetSettings } from '@standby/bridge/fleet/settings.ts'
import { describe, expect, test } from 'vitest'

describe('Fleet', () => {
  test('[FL16] the environment names servers, capacity and name, and what makes no sense is refused', () => {
    const url = 'nats://10.0.0.1:4222, tls://b:4222'
    expect(readFleetSettings({ STANDBY_NATS_URL: url, STANDBY_FLEET_NAME: 'studio 1', STANDBY_FLEET_CAPACITY: '20' })).toEqual({
      address: { servers: ['nats://10.0.0.1:4222', 'tls://b:4222'], seedFile: null, caFile: null },
      capacity: 20,
      sockets: null,
      machine: 'studio-1',
    })
    expect(readFleetSettings({ STANDBY_NATS_URL: url })).toMatchObject({ capacity: 400, machine: expect.stringMatching(/^[\w-]+$/) })
    for (const wrong of ['', 'http://a:1', 'nats://me:secret@a:1', 'nats://']) {
      const said = readFleetSettings({ STANDBY_NATS_URL: wrong })
      expect([wrong, said]).toEqual([wrong, expect.stringMatching(/^STANDBY_NATS_URL: .+\.$/)])
      expect(said).not.toContain('secret')
    }
    for (const wrong of ['-1', '1.5', 'many', '1001']) {
      expect(readFleetSettings({ STANDBY_NATS_URL: url, STANDBY_FLEET_CAPACITY: wrong })).toMatch(/from 0 to 1000/)
    }
    expect(readFleetSettings({ STANDBY_NATS_URL: url, STANDBY_FLEET_SOCKETS: '25' })).toMatchObject({ sockets: 25 })
    for (const wrong of ['0', '-3', '2.5', 'all']) {
      expect(readFleetSettings({ STANDBY_NATS_URL: url, STANDBY_FLEET_SOCKETS: wrong })).toMatch(/^STANDBY_FLEET_SOCKETS: .+\.$/)
    }
  })
})
