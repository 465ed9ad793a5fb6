import { Registry } from 'prom-client'
import { registerGauge } from '../metrics/prometheus.ts'
import type { Family, Sample } from '../metrics/families.ts'
import type { FleetView } from './view.ts'

const FAMILIES: Omit<Family<FleetView>, 'type'>[] = [
  one('standby_fleet_workers', 'Workers that are there', ({ workers }) => workers.length),
  one('standby_fleet_channels', 'Channels that are wanted', ({ channels }) => channels.length),
  one(
    'standby_fleet_channels_without_owner',
    'Wanted channels that no worker has now',
    ({ channels }) => channels.filter(({ owner }) => owner === null).length,
  ),
  one('standby_fleet_takeovers_last_hour', 'Channels that came to another worker in the last hour', ({ takeovers }) => takeovers.length),
  byWorker('standby_fleet_worker_capacity', 'Channels that a worker can have', ({ capacity }) => capacity),
  byWorker('standby_fleet_worker_channels', 'Channels that a worker has', ({ connected }) => connected),
]

/** The fleet as this worker sees it, for Prometheus. */
export function createFleetMetrics(view: () => FleetView): Registry {
  const registry = new Registry()
  for (const family of FAMILIES) registerGauge(registry, family, view)
  return registry
}

function one(name: string, help: string, value: (view: FleetView) => number): Omit<Family<FleetView>, 'type'> {
  return { name, help, label: null, read: (view): Sample[] => [{ labels: {}, value: value(view) }] }
}

function byWorker(name: string, help: string, value: (worker: FleetView['workers'][number]) => number): Omit<Family<FleetView>, 'type'> {
  return {
    name,
    help,
    label: 'worker',
    read: ({ workers }) => workers.map((worker) => ({ labels: { worker: worker.name }, value: value(worker) })),
  }
}
