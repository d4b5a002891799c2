import { killAll } from './reaper';

/** Ctrl-C, SIGTERM and a closed terminal end all that was started, at once, and then this process. */
export function stopOnSignals(say: (line: string) => void): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.once(signal, () => {
      killAll();
      say(`stopped by ${signal}`);
      process.exit(128 + number);
    });
  }
}
