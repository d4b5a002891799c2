import { KnownWork, type WorkAct } from './operator-work';
import { KnownMatters } from './known-matters';

const act = (more: Partial<WorkAct>): WorkAct => ({
  ...{ version: 1, actId: '0b7f6a52-0d5c-4a3e-9a51-0f0f5f3b1c11', matterKey: 'incident:7' },
  ...{ since: '2026-11-29T10:00:00.000Z', tenant: 'lion', act: 'take', by: 'amina' },
  ...{ isAdmin: false, at: '2026-11-29T10:01:00.000Z' },
  ...more,
});

test('what waits for two tenants and is taken by one is still nobody’s at the other, whatever an admin there says', () => {
  const work = new KnownWork();
  work.enter(JSON.stringify(act({ tenant: 'lion' })));
  work.enter(
    JSON.stringify(
      act({ tenant: 'buffalo', act: 'hand-over', to: 'neema', by: 'neema', isAdmin: true }),
    ),
  );
  const { matterKey, since } = act({});
  expect(work.of('lion').ownerOf(matterKey, since)?.name).toBe('amina');
  expect(work.of('buffalo').ownerOf(matterKey, since)?.name).toBe('neema');
  expect(work.of('zebra').ownerOf(matterKey, since)).toBeUndefined();
});

describe('a payment that was taken', () => {
  const matterKey = 'lion:payer:t-1';
  const takenAt = '2026-11-29T10:01:00.000Z';
  const ownerSince = (since: string, key = matterKey) => {
    const work = new KnownWork();
    work.enter(JSON.stringify(act({ matterKey: key, at: takenAt })));
    return work.of('lion').ownerOf(key, since)?.name;
  };

  test('and waits for something else within the hour is still theirs', () => {
    expect(ownerSince('2026-11-29T10:01:10.000Z')).toBe('amina');
    expect(ownerSince('2026-11-29T11:01:00.000Z')).toBe('amina');
  });

  test('and is seen again as it stood before it waited is still theirs', () => {
    expect(ownerSince('2026-11-29T09:30:00.000Z')).toBe('amina');
  });

  test('and waits for something else later than that is nobody’s', () => {
    expect(ownerSince('2026-11-29T11:01:01.000Z')).toBeUndefined();
  });

  test('cannot be taken by a second person when it has moved on within the hour', () => {
    const work = new KnownWork();
    work.enter(JSON.stringify(act({ matterKey, at: takenAt })));
    const since = '2026-11-29T10:02:00.000Z';
    work.enter(
      JSON.stringify(act({ matterKey, since, by: 'juma', at: '2026-11-29T10:03:00.000Z' })),
    );
    expect(work.of('lion').ownerOf(matterKey, since)?.name).toBe('amina');
  });

  test('is no difference of a reconciliation: one that has changed is nobody’s at once', () => {
    expect(ownerSince('2026-11-29T10:01:10.000Z', 'difference:1')).toBeUndefined();
  });
});

test('what a newer relay tells in words of its own leaves what was known, and only its deletion ends it', () => {
  const matters = new KnownMatters();
  const told = {
    ...{ kind: 'payment', version: 1, state: 'waiting', tenant: 'lion', side: 'payer' },
    ...{ transferId: 't', transactionId: 't', amount: null, reason: 'OUTCOME_UNKNOWN' },
    ...{ verdict: 'UNKNOWN', choices: ['ask-again'], what: 'w', whatToDo: 'd', elementId: 'e' },
    ...{ since: '2026-11-29T10:00:00.000Z', toldAt: '2026-11-29T10:00:00.000Z' },
    ...{ processInstanceKey: '1', errorInformation: null },
  };
  matters.enter('lion:payer:t', JSON.stringify(told));
  matters.enter('lion:payer:t', JSON.stringify({ ...told, reason: 'A_NEW_REASON' }));
  expect(matters.waiting()).toHaveLength(1);
  matters.enter('lion:payer:t', undefined);
  expect(matters.waiting()).toEqual([]);
});
