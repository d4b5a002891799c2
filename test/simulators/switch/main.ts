import { parseArgs } from 'node:util';
import { startSwitchSimulator } from './simulator';

/** tsx test/simulators/switch/main.ts [--port n] [--host 127.0.0.1] [--seed n] [--sweep-every-ms n]; also SWITCH_SIMULATOR_PORT etc. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env['SWITCH_SIMULATOR_PORT'] ?? '0' },
      host: { type: 'string', default: process.env['SWITCH_SIMULATOR_HOST'] ?? '127.0.0.1' },
      seed: { type: 'string', default: process.env['SWITCH_SIMULATOR_SEED'] ?? '1' },
      'sweep-every-ms': {
        type: 'string',
        default: process.env['SWITCH_SIMULATOR_SWEEP_EVERY_MS'] ?? '15000',
      },
    },
  });
  const simulator = await startSwitchSimulator({
    port: Number(values.port),
    host: values.host,
    seed: Number(values.seed),
    sweepEveryMs: Number(values['sweep-every-ms']),
  });
  process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);
  const stop = () => void simulator.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
