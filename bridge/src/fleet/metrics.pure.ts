import type { FleetView } from './view.ts'

/** The fleet as this worker sees it, in Prometheus' text format. The names of workers are the only labels, and there are few of them. */
export function fleetMetrics({ workers, channels, takeovers }: FleetView): string {
  const families: [name: string, help: string, samples: [labels: string, value: number][]][] = [
    ['standby_fleet_workers', 'Workers that are there', [['', workers.length]]],
    ['standby_fleet_channels', 'Channels that are wanted', [['', channels.length]]],
    [
      'standby_fleet_channels_without_owner',
      'Wanted channels that no worker has now',
      [['', channels.filter((one) => one.owner === null).length]],
    ],
    ['standby_fleet_takeovers_last_hour', 'Channels that came to another worker in the last hour', [['', takeovers.length]]],
    [
      'standby_fleet_worker_capacity',
      'Channels that a worker can have',
      workers.map(({ name, capacity }) => [`{worker="${name}"}`, capacity]),
    ],
    [
      'standby_fleet_worker_channels',
      'Channels that a worker has',
      workers.map(({ name, connected }) => [`{worker="${name}"}`, connected]),
    ],
  ]
  const lines = families.flatMap(([name, help, samples]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(([labels, value]) => `${name}${labels} ${String(value)}`),
  ])
  return `${lines.join('\n')}\n`
}
