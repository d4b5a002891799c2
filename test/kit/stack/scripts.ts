import { join } from 'node:path';
import { startProcess, type ManagedProcess, type Readiness } from './processes';

export const projectRoot = join(__dirname, '../../..');

export interface Script {
  readonly name: string;
  /** Below the root; `.ts` is run from the source. */
  readonly script: string;
  /** This project's folder by default. */
  readonly root?: string;
  readonly args: readonly string[];
  readonly nodeArguments?: readonly string[];
  readonly launcher?: readonly string[];
  /** Gets the log, `<name>.log`. */
  readonly runDirectory: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly readiness: Readiness;
  readonly appendToLog?: boolean;
}

export function startScript(script: Script): Promise<ManagedProcess> {
  const root = script.root ?? projectRoot;
  const loader = script.script.endsWith('.ts') ? ['--require', 'tsx/cjs'] : [];
  return startProcess({
    name: script.name,
    command: process.execPath,
    args: [...(script.nodeArguments ?? []), ...loader, join(root, script.script), ...script.args],
    launcher: script.launcher,
    workingDirectory: root,
    logFile: join(script.runDirectory, `${script.name}.log`),
    readiness: script.readiness,
    readyWithinMs: 60_000,
    ...(script.environment && { environment: script.environment }),
    ...(script.appendToLog !== undefined && { appendToLog: script.appendToLog }),
  });
}
