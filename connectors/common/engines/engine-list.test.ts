import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../../test/kit/mojaloop';
import { isDrained, openEngines, readEngineList, type Engine } from './engine-list';

const file = (extra = '') => `
engines:
  - { name: dar-1, number: 0, address: https://dar-1.example:5010, channel: https://dar-1.example:5011 }
  - name: dodoma-1
    number: 1
    address: https://dodoma-1.example:5010/
    channel: https://channel.dodoma-1.example
${extra}`;

describe('the file of engines', () => {
  let folder: string;
  let path: string;
  let nowMs = 0;
  const deps = { clock: { now: () => nowMs }, log: silentLog };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'engines-'));
    path = join(folder, 'engines.yaml');
    writeFileSync(path, file());
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('names all of them, and this one among them', () => {
    const { own, all } = readEngineList(file(), 'dodoma-1');
    expect(own).toMatchObject({
      ...{ number: 1, address: 'https://dodoma-1.example:5010' },
      channel: 'https://channel.dodoma-1.example',
    });
    expect(all).toHaveLength(2);
  });

  test('is not needed where an engine is alone', () => {
    expect(openEngines({ ENGINES_PATH: undefined, ENGINE_NAME: 'main' }, deps)).toBeUndefined();
  });

  test('is read again: an engine is drained without a restart, and what is wrong later changes nothing', () => {
    const engines = openEngines({ ENGINES_PATH: path, ENGINE_NAME: 'dodoma-1' }, deps);
    expect(engines?.current().own.drained).toEqual([]);
    writeFileSync(path, file('    drained: { since: 2026-11-30T09:00:00Z }'));
    nowMs += 10_000;
    const drained = engines?.current().own;
    expect(drained?.drained[0]?.since).toBe(Date.parse('2026-11-30T09:00:00Z'));
    writeFileSync(path, 'engines: none');
    nowMs += 10_000;
    expect(engines?.current().own).toBe(drained);
  });

  test('says what is wrong in it, all at once', () => {
    const wrong = `${file()}  - { name: dar-1, number: 1, address: "http://x.example", channel: "https://x.example" }\n`;
    expect(() => readEngineList(wrong, 'main')).toThrow('must begin with https://');
    const noChannel = file().replace('    channel: https://channel.dodoma-1.example\n', '');
    expect(() => readEngineList(noChannel, 'dodoma-1')).toThrow('engines.1.channel: must be set');
    const backwards = file(
      '    drained: { since: 2026-11-30T09:00:00Z, until: 2026-11-30T08:00:00Z }',
    );
    expect(() => readEngineList(backwards, 'dodoma-1')).toThrow('until must be after since');
    const twice = wrong.replace('http://', 'https://');
    expect(() => readEngineList(`${twice}unmarkedIds: mwanza`, 'main')).toThrow(
      'engine dar-1 is there twice; two engines have the number 1; there is no engine main, as ENGINE_NAME calls this one; unmarkedIds: there is no engine mwanza',
    );
    writeFileSync(path, twice);
    const open = () => openEngines({ ENGINES_PATH: path, ENGINE_NAME: 'main' }, deps);
    expect(open).toThrow(`${path}: engine dar-1 is there twice`);
  });
});

test('an engine is drained from a moment on, until another, and again', () => {
  const once = '{ since: 2026-11-30T09:00:00Z, until: 2026-11-30T10:00:00Z }';
  const ownWith = (drained: string) =>
    readEngineList(file(`    drained: ${drained}`), 'dodoma-1').own;
  const own = ownWith(once);
  const isAt = (engine: Engine, time: string) =>
    isDrained(engine, Date.parse(`2026-11-30T${time}Z`));
  const at = (time: string) => isAt(own, time);
  const twice = ownWith(`[${once}, { since: 2026-11-30T11:00:00Z }]`);
  expect(['09:30:00', '10:30:00', '11:30:00'].map((time) => isAt(twice, time))).toEqual([
    ...[true, false, true],
  ]);
  expect([at('08:59:59'), at('09:00:00'), at('09:59:59'), at('10:00:00')]).toEqual([
    ...[false, true],
    ...[true, false],
  ]);
});
