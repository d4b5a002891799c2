import { KnownReconciliations } from '../../common/contracts/reconciliations';
import { incidentMatter } from '../../../test/kit/parts/incident-matter';
import { operationsTopicsEnvironment } from '../api/settings';
import { KnownDecisions } from '../decisions/known-decisions';
import { ChangeReader } from './changes';

const environment = operationsTopicsEnvironment.parse({});
const at = '2026-11-29T10:00:00.000Z';
const id = '11111111-1111-4111-8111-111111111111';

/** As the topics bring records: each is known before it is read. */
function world() {
  const known = { decisions: new KnownDecisions(), reconciliations: new KnownReconciliations() };
  const reader = new ChangeReader(environment, known);
  const read = (topic: string, key: string, value?: object) => {
    const record = {
      ...{ topic, key, partition: 0, offset: 0, timestampMs: 0 },
      value: value && JSON.stringify(value),
    };
    if (topic === environment.OPERATOR_DECISIONS_TOPIC) known.decisions.enterDecision(record);
    if (topic === environment.RECONCILIATIONS_TOPIC) known.reconciliations.enter(record.value);
    return reader.read(record);
  };
  return { read };
}

const matters = environment.BACK_OFFICE_TOPIC;
const incident = (tenant: string | null) => incidentMatter({ incidentKey: '1', tenant });
const ofIncidents = { tenant: 'lion', kinds: ['work', 'waiting', 'incidents'] };

test('an incident that is gone is told to the tenant that it was of, and once', () => {
  const { read } = world();
  expect(read(matters, 'incident:1', incident('lion'))).toEqual(ofIncidents);
  expect(read(matters, 'incident:1')).toEqual(ofIncidents);
  expect(read(matters, 'incident:1')).toEqual({ incidentKey: '1', isWaiting: false });
});

test('what a newer build has told and this one cannot read changes nothing, and is not taken for gone', () => {
  const { read } = world();
  read(matters, 'incident:1', incident('lion'));
  const newer = { ...incident('lion'), version: 2 };
  expect(read(matters, 'incident:1', newer)).toBeUndefined();
  expect(read(matters, 'lion:payer:t-1', { kind: 'payment', version: 2 })).toBeUndefined();
  // It is still known whose it was.
  expect(read(matters, 'incident:1')).toEqual(ofIncidents);
});

test('that the relay has looked is no change', () => {
  expect(world().read(matters, 'look', { kind: 'look', version: 1 })).toBeUndefined();
});

test('an incident of nobody that is gone waits for nobody any more', () => {
  const { read } = world();
  expect(read(matters, 'incident:1', incident(null))).toEqual({
    incidentKey: '1',
    isWaiting: true,
  });
  expect(read(matters, 'incident:1')).toEqual({ incidentKey: '1', isWaiting: false });
});

test('what becomes of a decision, and how a difference is settled, is told to whom they are of', () => {
  const { read } = world();
  const decision = {
    ...{ version: 1, decisionId: id, tenant: 'lion', transferId: 't', decision: 'release' },
    ...{ who: 'amina', why: 'because', when: at },
  };
  const answer = { version: 1, decisionId: id, digest: 'd', result: 'accepted', why: 'w', at };
  const answers = environment.OPERATOR_DECISION_ANSWERS_TOPIC;
  const changed = { tenant: 'lion', kinds: ['decisions', 'work', 'incidents'] };
  expect(read(answers, id, answer)).toBeUndefined();
  expect(read(environment.OPERATOR_DECISIONS_TOPIC, id, decision)).toEqual(changed);
  expect(read(answers, id, answer)).toEqual(changed);
  // One with an id that was used is of whoever has used it first.
  const second = { ...decision, tenant: 'buffalo' };
  expect(read(environment.OPERATOR_DECISIONS_TOPIC, id, second)).toEqual(changed);
  const topic = environment.RECONCILIATIONS_TOPIC;
  const difference = {
    ...{ differenceId: 'd-1', tenant: 'lion', date: '2026-11-28', kind: 'hold-left' },
    ...{ severity: 'high', side: 'payer', transferId: 't', transactionId: null, currency: 'TZS' },
    ...{ hub: 'h', ams: 'a', switch: 's', what: 'w', whatToDo: 'd' },
  };
  const ofDifference = {
    ...{ record: 'difference', version: 1, state: 'open', since: at, comparedAt: at, difference },
  };
  const settlement = {
    ...{ record: 'settlement', version: 1, differenceId: 'd-1', since: at, by: 'amina' },
    ...{ why: 'w', at },
  };
  expect(read(topic, 'settlement:d-1', settlement)).toBeUndefined();
  for (const one of [ofDifference, settlement]) {
    expect(read(topic, 'k', one)).toEqual({ tenant: 'lion', kinds: ['reconciliations'] });
  }
});
