import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '../../common/clock';
import { SteppedClock, until } from '../../../test/kit/fee-rules/stepped-clock';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { loadRules } from '../language/load';
import { standardDictionary } from '../language/dictionary';
import { directoryStore } from './directory-store';
import type { RuleSetLife, RuleSetRecord } from './record';
import type { StoreContents } from './store';
import { approve, draft, withdraw } from './transitions';

const id = loadRules(interchangeFee, standardDictionary).ruleSet?.id ?? '';
const act = (by: string) => ({ by, nowMs: Date.parse('2026-11-21T08:00:00.000Z') });
const drafted: RuleSetRecord = {
  life: draft({ ruleSetId: id, title: 'Interchange 2026' }, act('Amina')),
  text: interchangeFee,
};
const name = `rule-set-${id.slice(0, 16)}`;

let folder: string;
let clock: SteppedClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rule-sets-'));
  clock = new SteppedClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

const openStore = () => directoryStore(folder, { clock, random: systemRandom });
const at = (file: string) => join(folder, file);

function after(record: RuleSetRecord, change: (life: RuleSetLife) => object): RuleSetRecord {
  return { ...record, life: change(record.life) as RuleSetLife };
}
const approved = after(drafted, (life) => approve(life, act('Baraka')));
const withdrawn = after(drafted, (life) => withdraw(life, act('Amina')));

describe('what is stored', () => {
  test('is a text and one small file for each decision, which people can read', async () => {
    const store = openStore();
    expect(await store.put(drafted)).toBe('stored');
    expect(await store.put(approved)).toBe('stored');
    expect(readdirSync(folder)).toEqual([`${name}.1.yaml`, `${name}.2.yaml`, `${name}.rules`]);
    expect(readFileSync(at(`${name}.rules`), 'utf8')).toBe(interchangeFee);
    expect(readFileSync(at(`${name}.2.yaml`), 'utf8')).toBe(`ruleSetId: ${id}
title: Interchange 2026
dictionaryVersion: 1
drafted:
  by: Amina
  at: 2026-11-21T08:00:00.000Z
revision: 2
step: approved
approved:
  by: Baraka
  at: 2026-11-21T08:00:00.000Z
`);
    expect(await store.read()).toEqual({
      ruleSets: [{ record: approved, where: at(`${name}.rules`) }],
      unreadable: [],
    });
  });

  test('may have any name, as people who keep it in git like it', async () => {
    const store = openStore();
    await store.put(drafted);
    renameSync(at(`${name}.rules`), at('interchange.rules'));
    renameSync(at(`${name}.1.yaml`), at('interchange.1.yaml'));
    expect(await store.put(approved)).toBe('stored');
    expect(readdirSync(folder)).toContain('interchange.2.yaml');
  });

  test('is complete after a kill between text and life', async () => {
    writeFileSync(at(`${name}.rules`), interchangeFee);
    writeFileSync(at('.new-left-by-a-kill'), 'half a fi');
    const store = openStore();
    expect(await store.read()).toEqual({ ruleSets: [], unreadable: [] });
    expect(await store.put(drafted)).toBe('stored');
    expect((await store.read()).ruleSets).toHaveLength(1);
  });
});

describe('several writers', () => {
  test('of one revision: exactly one is told that it is stored, and its decision stands', async () => {
    await openStore().put(drafted);
    for (let round = 0; round < 20; round += 1) {
      rmSync(at(`${name}.2.yaml`), { force: true });
      const records = [approved, withdrawn, approved, withdrawn];
      const answers = await Promise.all(records.map((record) => openStore().put(record)));
      expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'changed-meanwhile')).toHaveLength(3);
      const stands = (await openStore().read()).ruleSets[0]?.record;
      expect(stands).toEqual(records[answers.indexOf('stored')]);
    }
  });

  test('of the same rules under two titles make one rule set', async () => {
    const other = after(drafted, (life) => ({ ...life, title: 'Another title' }));
    const answers = await Promise.all([openStore().put(drafted), openStore().put(other)]);
    expect(answers.toSorted()).toEqual(['changed-meanwhile', 'stored']);
    expect((await openStore().read()).ruleSets).toHaveLength(1);
  });

  test('cannot leave out a revision, or come late', async () => {
    const store = openStore();
    expect(await store.put(approved)).toBe('changed-meanwhile');
    await store.put(drafted);
    await store.put(approved);
    expect(await store.put(drafted)).toBe('changed-meanwhile');
    expect(await store.put(withdrawn)).toBe('changed-meanwhile');
  });
});

describe('files that make no sense', () => {
  beforeEach(async () => {
    await openStore().put(drafted);
  });

  test.each<[string, string | Buffer, string]>([
    ['other.1.yaml', '{ no: yaml', 'it is no YAML'],
    ['other.1.yaml', 'ruleSetId: 5', 'it is not the life of a rule set'],
    ['other.1.yaml', Buffer.from([0xff, 0xfe]), 'it is not UTF-8 text'],
    ['other.1.yaml', 'x'.repeat(65_537), 'it is larger than 65536 bytes'],
    ['other.3.yaml', 'LIFE', 'it says revision 1, and its name says another'],
    [`other.1.yaml`, 'LIFE', 'it is the life of the same rule set as'],
  ])('%s: %j is told of, and the others are read', async (file, content, problem) => {
    const life = readFileSync(at(`${name}.1.yaml`), 'utf8');
    writeFileSync(at(file), content === 'LIFE' ? life : content);
    const { ruleSets, unreadable } = await openStore().read();
    expect(ruleSets).toHaveLength(1);
    expect(unreadable).toEqual([
      { where: expect.stringContaining(folder), problem: expect.stringContaining(problem) },
    ]);
  });

  test('a text that is gone, or is none, is a fault of that rule set', async () => {
    writeFileSync(at(`${name}.rules`), Buffer.from([0xff, 0xfe]));
    expect((await openStore().read()).ruleSets).toMatchObject([{ fault: 'it is not UTF-8 text' }]);
    unlinkSync(at(`${name}.rules`));
    expect((await openStore().read()).ruleSets).toMatchObject([
      { where: at(`${name}.rules`), fault: 'the file is not there: put it back' },
    ]);
  });

  test('whatever else lies in the folder is left alone', async () => {
    writeFileSync(at('kustomization.yaml'), '{ no: yaml');
    writeFileSync(at('README.md'), 'about fees');
    writeFileSync(at('not-drafted-yet.rules'), 'if(');
    expect(await openStore().read()).toMatchObject({ ruleSets: [{}], unreadable: [] });
  });
});

test('a folder that is not there is a failure, not an absence of rules', async () => {
  rmSync(folder, { recursive: true });
  await expect(openStore().read()).rejects.toThrow('ENOENT');
  await expect(openStore().follow(() => undefined)).rejects.toThrow('ENOENT');
  mkdirSync(folder);
});

describe('who follows a folder', () => {
  const follow = async () => {
    const seen: StoreContents[] = [];
    const following = await openStore().follow((contents) => seen.push(contents));
    return { seen, following };
  };

  test('sees each change within two seconds, and nothing when nothing changed', async () => {
    const { seen, following } = await follow();
    expect(seen).toEqual([{ ruleSets: [], unreadable: [] }]);
    const look = async () => {
      clock.step(2_000);
      await until(() => clock.sleeping === 1);
    };
    await look();
    expect(seen).toHaveLength(1);
    await openStore().put(drafted);
    clock.step(1_999);
    expect(seen).toHaveLength(1);
    clock.step(1);
    await until(() => clock.sleeping === 1);
    expect(seen[1]?.ruleSets).toMatchObject([{ record: drafted }]);
    await following.stop();
    expect(clock.sleeping).toBe(0);
  });

  test('is told when the folder cannot be read any more', async () => {
    const { following } = await follow();
    renameSync(folder, `${folder}.gone`);
    clock.step(2_000);
    await expect(following.failed).rejects.toThrow('ENOENT');
    renameSync(`${folder}.gone`, folder);
  });

  test('sees a ConfigMap change as a whole; nobody can write to it', async () => {
    const publish = (version: string, records: readonly RuleSetRecord[]) => {
      mkdirSync(at(version));
      for (const { life, text } of records) {
        writeFileSync(at(`${version}/fees.rules`), text);
        writeFileSync(at(`${version}/fees.${life.revision}.yaml`), JSON.stringify(life));
      }
      symlinkSync(version, at('..data-new'));
      renameSync(at('..data-new'), at('..data'));
    };
    publish('..one', [drafted]);
    for (const file of ['fees.rules', 'fees.1.yaml', 'fees.2.yaml']) {
      symlinkSync(join('..data', file), at(file));
    }
    // Kubernetes puts the link there together with the file that it leads to.
    unlinkSync(at('fees.2.yaml'));
    const { seen, following } = await follow();
    expect(seen[0]?.ruleSets).toMatchObject([{ record: drafted }]);
    expect(await openStore().put(approved)).toBe('read-only');
    publish('..two', [drafted, approved]);
    symlinkSync('..data/fees.2.yaml', at('fees.2.yaml'));
    clock.step(2_000);
    await until(() => seen.length > 1);
    expect(seen[1]?.ruleSets).toMatchObject([{ record: approved }]);
    await following.stop();
  });
});
