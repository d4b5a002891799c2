/** `hub statement` and `hub reconcile`, as a clerk's machine runs them. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../kit/stack/scripts';
import { currency } from '../../kit/stack/dfsps';

export interface Reconciled {
  readonly exitCode: number;
  readonly differences: readonly { readonly kind: string; readonly transferId: string | null }[];
  readonly underWay: number;
  readonly compared: number;
  /** As a person reads it. */
  readonly text: string;
}

export interface Compared {
  readonly tenant: string;
  readonly report: string;
  readonly opening: string;
  readonly closing: string;
}

const outputMax = 64 * 1024 * 1024;

export class Commands {
  constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Of the day that it is now, by a zone in which it is about noon: the run is over before midnight. */
  async reconcile({ tenant, report, opening, closing }: Compared): Promise<Reconciled> {
    const offsetHours = 12 - new Date().getUTCHours();
    const at = new Date(Date.now() + offsetHours * 3_600_000).toISOString();
    const sign = offsetHours < 0 ? '-' : '+';
    const offset = `${sign}${String(Math.abs(offsetHours)).padStart(2, '0')}:00`;
    const since = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    const ams = this.put('bookings.ndjson', (await this.run('statement', tenant, since)).out);
    const positions = this.put(
      'positions.csv',
      `currency,opening,closing\n${currency},${opening},${closing}\n`,
    );
    const words = [
      ...['reconcile', tenant, at.slice(0, 10), '--offset', offset, '--ams', ams],
      ...['--switch', this.put('transfers.csv', report), '--positions', positions, '--keep'],
    ];
    const { out, exitCode } = await this.run(...words, '--json');
    const { out: text } = await this.run(...words);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    return {
      ...{ exitCode, text },
      differences: lines.flatMap((line) => (line.kind === 'difference' ? [line.difference] : [])),
      underWay: lines.filter(({ kind }) => kind === 'under-way').length,
      compared: lines.flatMap((line) => (line.kind === 'end' ? [line.compared] : []))[0] ?? 0,
    };
  }

  private put(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** @throws an Error with what it said where it could not be carried out */
  private async run(...words: readonly string[]): Promise<{ out: string; exitCode: number }> {
    const hub = ['--require', 'tsx/cjs', join(projectRoot, 'connectors/main.ts'), ...words];
    const options = {
      ...{ cwd: projectRoot, maxBuffer: outputMax },
      env: { ...process.env, HUB_HOST: undefined, ...this.environment },
    };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, hub, options);
      return { out: stdout, exitCode: 0 };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
      if (code !== 1) throw new Error(`hub ${words.join(' ')}: ${stderr}`, { cause: error });
      return { out: stdout, exitCode: 1 };
    }
  }
}

type Line =
  | { readonly kind: 'difference'; readonly difference: Reconciled['differences'][number] }
  | { readonly kind: 'end'; readonly compared: number }
  | { readonly kind: 'head' | 'under-way' | 'out-of-reach' };
