import { status } from '@grpc/grpc-js';
import type { Logger } from '../runtime';
import { GatewayError } from './gateway';
import { IntakeTrouble } from './intake-trouble';

function watched() {
  let nowMs = 1_000_000;
  const lines: { level: string; fields: object; message: string }[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  const deps = {
    clock: { now: () => nowMs },
    log: log as unknown as Logger,
    engine: 'zeebe:26500',
  };
  return { trouble: new IntakeTrouble(deps), lines, pass: (ms: number) => (nowMs += ms) };
}

const away = new GatewayError('activateJobs', status.UNAVAILABLE, 'No connection established');
const sources = Array.from({ length: 50 }, (_, index) => `test:work-${index}:1`);

test('an engine that is away is one line at once and one a minute, however many ask it', () => {
  const { trouble, lines, pass } = watched();
  for (let second = 0; second < 300; second += 5) {
    for (const source of sources) trouble.failed(source, away);
    pass(5_000);
  }
  expect(lines.map(({ level }) => level)).toEqual(['warn', 'error', 'error', 'error', 'error']);
  expect(lines[1]?.fields).toMatchObject({ engine: 'zeebe:26500', forS: 60 });
  expect(JSON.stringify(lines)).toContain('ZEEBE_ADDRESS');
  expect(JSON.stringify(lines)).not.toContain('stack');
});

test('that it is well again is one line, once all come through', () => {
  const { trouble, lines } = watched();
  for (const source of sources) trouble.failed(source, away);
  for (const source of sources) trouble.works(source);
  for (const source of sources) trouble.works(source);
  expect(lines.map(({ message }) => message)).toEqual([
    'no jobs come in, trying again',
    'jobs come in again',
  ]);
});

test('what comes and goes is told no oftener than once a minute', () => {
  const { trouble, lines, pass } = watched();
  for (let second = 0; second < 120; second += 1) {
    trouble.failed('test:work-1:1', away);
    trouble.works('test:work-1:1');
    pass(1_000);
  }
  expect(lines).toHaveLength(4);
});

test.each([
  [status.UNAUTHENTICATED, 'credentials'],
  [status.PERMISSION_DENIED, 'does not let'],
  [status.UNIMPLEMENTED, 'no Zeebe gateway'],
  [status.RESOURCE_EXHAUSTED, 'when it has room'],
])('what the gateway refuses (%d) is told with what to do', (code, words) => {
  const { trouble, lines } = watched();
  trouble.failed('test:work-1:1', new GatewayError('streamActivatedJobs', code, 'no'));
  expect(JSON.stringify(lines)).toContain(words);
});
