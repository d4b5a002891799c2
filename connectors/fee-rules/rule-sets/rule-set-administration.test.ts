import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { systemClock, systemRandom } from '../../common/clock';
import { createRuleSetAdministration } from './rule-set-administration';
import { directoryStore } from './directory-store';
import { LoadStopped } from './rule-loader';

test('rules that take too much to be loaded are no draft: nobody approves what can never be in force', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'fee-rules-'));
  const administration = createRuleSetAdministration({
    store: directoryStore(directory, { clock: systemClock, random: systemRandom }),
    // As it is when only the compiling takes too much.
    loader: {
      load: ({ compile }) =>
        compile
          ? Promise.reject(new LoadStopped('these rules take more than 64 MB to load: use fewer'))
          : Promise.reject(new Error('they are only read')),
    },
    clock: systemClock,
    unusable: () => undefined,
  });
  expect(
    await administration.draft({ text: interchangeFee, title: 'Too many', by: 'Amina' }),
  ).toMatchObject({
    kind: 'refused',
    code: 'bad-rules',
    message: 'these rules take more than 64 MB to load: use fewer.',
  });
  expect(await readdir(directory)).toEqual([]);
  await rm(directory, { recursive: true });
});
