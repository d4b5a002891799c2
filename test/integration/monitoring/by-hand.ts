/** What takes minutes, a full disk or a whole cluster to bring about: the series by hand, from what such a process would tell. */
import { parseExposition } from '../../kit/monitoring/exposition';
import { newTimeline, type Expectation } from '../../kit/monitoring/firing';
import type { Scrape, Target, Timeline } from '../../kit/monitoring/timeline';

export interface FaultByHand extends Expectation {
  readonly what: string;
  readonly job: Target['job'];
  /** Prometheus text for each minute: `at` counts them. */
  readonly well: (at: number) => string;
  /** Undefined: the target is no longer one. */
  readonly hurt: ((at: number) => string) | undefined;
}

const minutes = 30;

/** @returns while all is well, and the same with the fault after it */
export function timelinesOf({ job, well, hurt }: FaultByHand): [calm: Timeline, whole: Timeline] {
  const target: Target = { job, instance: 'by-hand:1', scrape: () => Promise.reject(new Error()) };
  const scrapes = (from: number, text: (at: number) => string): Scrape[] =>
    Array.from({ length: minutes }, (_, n) => ({
      atMs: (from + n) * 60_000,
      told: [{ target, scraped: parseExposition(text(from + n)) }],
    }));
  const before = scrapes(0, well);
  const after =
    hurt === undefined
      ? Array.from({ length: minutes }, (_, n) => ({ atMs: (minutes + n) * 60_000, told: [] }))
      : scrapes(minutes, hurt);
  const lastsS = minutes * 60;
  return [
    newTimeline().phase(before, lastsS),
    newTimeline().phase(before, lastsS).phase(after, lastsS),
  ];
}

const gauge = (series: string, well: number, hurt: number) => ({
  well: () => `${series} ${well}`,
  hurt: () => `${series} ${hurt}`,
});

/** `# TYPE` lines tell counters from gauges. */
const counters = (...names: string[]): string =>
  names.map((name) => `# TYPE ${name} counter\n`).join('');

const requests = counters(
  'zeebe_dropped_request_count_total',
  'zeebe_received_request_count_total',
);
const answers = '# TYPE hub_http_request_duration_seconds histogram\n';
const answered = (le: string, count: number) =>
  `hub_http_request_duration_seconds_bucket{server="mojaloop",method="PUT",route="/quotes/:id",status="200",le="${le}"} ${count}\n`;

const handedOn = (name: string, outcome: string) => {
  const series = (of: string, count: number) =>
    `${name}{engine="dodoma-1",outcome="${of}"} ${count}\n`;
  const well = (at: number) =>
    `${counters(name)}${series('taken', at * 9)}${series('answered', at)}`;
  return { well, hurt: (at: number) => `${well(at)}${series(outcome, at - 29)}` };
};

const switchHasMissedOne =
  '# TYPE hub_handed_on_total counter\nhub_handed_on_total{engine="dodoma-1",outcome="away"} 1\n';

/** Both roles in one process, as a chart may have it; and what they count begins above 0. */
const onceAway = () => {
  const names = ['hub_handed_on_total', 'hub_channel_handed_on_total'];
  const series = (outcome: string, count: number) =>
    names.map((name) => `${name}{engine="dodoma-1",outcome="${outcome}"} ${count}\n`).join('');
  const well = (at: number) => `${counters(...names)}${series('taken', at * 9)}`;
  return { well, hurt: (at: number) => `${well(at)}${series('away', 1)}` };
};

const strays = (reason: string) => {
  const series = (count: number) =>
    `${counters('hub_stray_messages_total')}hub_stray_messages_total{reason="${reason}"} ${count}`;
  return { well: () => series(2), hurt: (at: number) => series(2 + (at - 29) * 5) };
};

export const faultsByHand: readonly FaultByHand[] = [
  {
    what: 'nothing of the hub is scraped any more',
    job: 'payment-hub',
    fire: ['HubNotScraped'],
    well: () => '',
    hurt: undefined,
  },
  {
    what: 'a process has too little CPU',
    job: 'payment-hub',
    fire: ['HubIsOverloaded'],
    ...gauge('nodejs_eventloop_lag_p99_seconds', 0.06, 2),
  },
  {
    what: 'a process stands still, and nothing says whose it is',
    job: 'payment-hub',
    fire: ['HubIncidentOfNobody'],
    ...gauge('hub_incidents_of_nobody', 0, 1),
  },
  {
    what: 'a process is started again and again',
    job: 'payment-hub',
    fire: ['HubRestartsAgainAndAgain'],
    well: () => 'process_start_time_seconds 1000',
    hurt: (at) => `process_start_time_seconds ${1_000 + Math.floor(at / 5) * 300}`,
  },
  {
    what: 'the switch waits for our acknowledgements',
    job: 'payment-hub',
    fire: ['HubAcknowledgesSlowly'],
    well: (at) =>
      `${answers}${answered('0.1', at * 60)}${answered('10', at * 60)}${answered('+Inf', at * 60)}`,
    hurt: (at) =>
      `${answers}${answered('0.1', 1_740)}${answered('10', at * 60)}${answered('+Inf', at * 60)}`,
  },
  {
    what: 'a reader of Kafka falls behind',
    job: 'payment-hub',
    fire: ['HubReadsKafkaLate'],
    well: () => 'hub_kafka_lag_records{topic="t",partition="0"} 40',
    hurt: (at) => `hub_kafka_lag_records{topic="t",partition="0"} ${at * 500}`,
  },
  {
    what: 'batches of Kafka fail and come again',
    job: 'payment-hub',
    fire: ['HubKafkaFails'],
    well: () => `${counters('hub_kafka_failures_total')}hub_kafka_failures_total{topic="t"} 1`,
    hurt: (at) =>
      `${counters('hub_kafka_failures_total')}hub_kafka_failures_total{topic="t"} ${at * 3}`,
  },
  {
    what: 'another engine is away, as its messages are kept',
    job: 'payment-hub',
    fire: ['HubEngineAway'],
    ...handedOn('hub_handed_on_total', 'kept'),
  },
  {
    what: 'another engine is away, as apps hear of a process that has spoken with it for the switch, too',
    job: 'payment-hub',
    fire: ['HubEngineAway'],
    well: (at) =>
      `${handedOn('hub_channel_handed_on_total', 'away').well(at)}${switchHasMissedOne}`,
    hurt: (at) =>
      `${handedOn('hub_channel_handed_on_total', 'away').hurt(at)}${switchHasMissedOne}`,
  },
  {
    what: 'another engine was away for a moment',
    job: 'payment-hub',
    fire: [],
    ...onceAway(),
  },
  {
    what: 'two engines have different files',
    job: 'payment-hub',
    fire: ['HubEnginesDisagree'],
    ...handedOn('hub_channel_handed_on_total', 'disagreed'),
  },
  {
    what: 'messages of an engine that is in the file no longer',
    job: 'payment-hub',
    fire: ['HubStrayMessages'],
    ...strays('gone'),
  },
  {
    what: 'somebody tries ids',
    job: 'payment-hub',
    fire: ['HubForeignMessages'],
    ...strays('foreign'),
  },
  {
    what: 'a partition of the engine is not healthy',
    job: 'zeebe',
    fire: ['ZeebePartitionUnhealthy'],
    mayFire: ['HubNotScraped'],
    ...gauge('zeebe_health{partition="1"}', 1, 0),
  },
  {
    what: 'the engine has more to do than it can',
    job: 'zeebe',
    fire: ['ZeebeRefusesRequests'],
    mayFire: ['HubNotScraped'],
    well: (at) => `${requests}zeebe_received_request_count_total{partition="1"} ${at * 600}`,
    hurt: (at) =>
      `${requests}zeebe_received_request_count_total{partition="1"} ${at * 600}\nzeebe_dropped_request_count_total{partition="1"} ${at * 200}`,
  },
  {
    what: 'the disk of a broker fills',
    job: 'zeebe',
    fire: ['ZeebeDiskFills'],
    mayFire: ['HubNotScraped'],
    ...gauge('disk_free_bytes{path="/data"}', 50e9, 3e9),
  },
];
