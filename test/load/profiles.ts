import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Side } from './side';

/** CPU profiles of the hub's processes, written by Node when they end, read for the time of the load. */
export interface Profiles {
  /** For node. */
  argumentsFor(side: string): string[];
  begin(side: Side): void;
  end(side: Side): void;
  /** Where each role's time went, by package or module. */
  print(side: Side): void;
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** Microseconds of the monotonic clock, which all processes of a machine share. */
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
}

interface Span {
  readonly from: number;
  to: number;
}

const placesShown = 22;
const microseconds = (): number => Number(process.hrtime.bigint() / 1_000n);

export function profilesOf(runDirectory: string): Profiles {
  const directoryOf = (side: string): string => join(runDirectory, `profiles-${side}`);
  const spans = new Map<string, Span[]>();
  return {
    argumentsFor: (side) => {
      rmSync(directoryOf(side), { recursive: true, force: true });
      return ['--cpu-prof', `--cpu-prof-dir=${directoryOf(side)}`];
    },
    begin: ({ name }) => {
      const all = spans.get(name) ?? [];
      spans.set(name, [...all, { from: microseconds(), to: Infinity }]);
    },
    end: ({ name }) => {
      const last = spans.get(name)?.at(-1);
      if (last !== undefined) last.to = microseconds();
    },
    print: ({ name, processes }) => {
      for (const file of readdirSync(directoryOf(name))) {
        // CPU.<date>.<time>.<process>.<thread>.<number>.cpuprofile
        const [, , , pid, thread] = file.split('.');
        const role = processes.get(Number(pid));
        if (role === undefined || thread !== '0') continue;
        const text = readFileSync(join(directoryOf(name), file), 'utf8');
        printProfile(`${name}: ${role}`, JSON.parse(text) as CpuProfile, spans.get(name) ?? []);
      }
    },
  };
}

function printProfile(title: string, profile: CpuProfile, spans: readonly Span[]): void {
  const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let busy = 0;
  let now = profile.startTime;
  for (const [index, sample] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    now += delta;
    const place = places.get(sample) ?? '?';
    if (place === '(idle)' || !spans.some(({ from, to }) => now >= from && now <= to)) continue;
    busy += delta;
    times.set(place, (times.get(place) ?? 0) + delta);
  }
  console.log(`\n${title}: ${(busy / 1_000).toFixed(0)} ms busy, by package or module`);
  const most = [...times].sort((a, b) => b[1] - a[1]).slice(0, placesShown);
  for (const [place, time] of most) {
    const share = ((100 * time) / busy).toFixed(1);
    console.log(`  ${share.padStart(5)} %  ${(time / 1_000).toFixed(0).padStart(6)} ms  ${place}`);
  }
}

function placeOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const ofPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (ofPackage !== undefined) return ofPackage;
  const ofHub = /dist\/connectors\/(.+)$/.exec(url)?.[1];
  if (ofHub !== undefined) return `hub ${ofHub}`;
  if (url.startsWith('node:')) return url;
  return functionName;
}
