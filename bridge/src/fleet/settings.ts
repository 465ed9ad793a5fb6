import { hostname } from 'node:os'
import type { Environment } from '../config.ts'
import type { NatsAddress } from './nats.ts'

/** What a worker is told by its environment. */
export interface FleetSettings {
  address: NatsAddress
  /** How many channels this worker can connect. */
  capacity: number
  /** How many connections the key of the sign service allows all workers together; null: as many as they like. */
  sockets: number | null
  /** The machine's name, for people. */
  machine: string
}

/** As many as one bridge was measured with at a comfortable load (docs/load.md). */
const DEFAULT_CAPACITY = 400

/** Reads the variables of a fleet. The result is a sentence if one of them cannot be used. */
export function readFleetSettings(env: Environment): FleetSettings | string {
  const text = (name: string): string | null => env[name]?.trim() || null
  const url = text('STANDBY_NATS_URL')
  if (url === null)
    return 'STANDBY_NATS_URL: name the NATS servers of the fleet, like nats://10.0.0.1:4222,nats://10.0.0.2:4222 (docs/fleet.md).'
  const servers = url.split(',').map((server) => server.trim())
  const wrong = servers.find((server) => !/^(nats|tls):\/\/[^\s/@]+$/.test(server))
  if (wrong !== undefined) {
    return 'STANDBY_NATS_URL: one of the addresses cannot be used. Write each like nats://10.0.0.1:4222 or tls://10.0.0.1:4222, without a password.'
  }
  const wanted = text('STANDBY_FLEET_CAPACITY')
  const capacity = wanted === null ? DEFAULT_CAPACITY : Number(wanted)
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > 1_000) {
    return 'STANDBY_FLEET_CAPACITY: write how many channels this worker may have, from 0 to 1000.'
  }
  const sockets = text('STANDBY_FLEET_SOCKETS')
  if (sockets !== null && !/^[1-9]\d{0,5}$/.test(sockets)) {
    return 'STANDBY_FLEET_SOCKETS: write how many connections the key of the sign service allows at once, or leave it out.'
  }
  const machine = (text('STANDBY_FLEET_NAME') ?? hostname()).replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 40)
  return {
    address: { servers, seedFile: text('STANDBY_NATS_NKEY_FILE'), caFile: text('STANDBY_NATS_CA_FILE') },
    capacity,
    sockets: sockets === null ? null : Number(sockets),
    machine,
  }
}
