import { Problem } from '../../common/api/problems';
import type { EndedSession } from '../../common/contracts/operations-sessions-ended';
import { SteppedClock, until } from '../../../test/kit/fee-rules/stepped-clock';
import { MemoryKafka, type Turn } from '../../../test/kit/memory-kafka';
import { EndedSessions, KnownEndedSessions } from './ended-sessions';
import type { Session } from './session';

const topic = 'payment-hub.operations-sessions-ended';
const issuer = 'https://id.lion.example';
const ended: EndedSession = { of: 'person', version: 1, issuer, beganUntilS: 10, sub: 'amina' };
const session: Session = {
  version: 1,
  ...{ sessionId: '11111111-1111-4111-8111-111111111111', sub: 'amina' },
  ...{ issuedAtS: 10, beganAtMs: 0, accessToken: '', accessExpiresAtMs: 0 },
};

async function opened(turn?: Turn) {
  const clock = new SteppedClock();
  const kafka = new MemoryKafka(() => clock.now(), turn);
  kafka.addTopic(topic, 1);
  const sessions = new EndedSessions({ kafka: kafka.door(), topic, issuer, clock });
  await sessions.start();
  return { clock, sessions };
}

test('a session that is ended is known to be once Kafka has it', async () => {
  const { sessions } = await opened();
  expect(sessions.isEnded(session)).toBe(false);
  await sessions.end(ended);
  expect(sessions.isEnded(session)).toBe(true);
  await sessions.stop();
});

test('to end one waits for a Kafka that hangs for five seconds, and then says what to do', async () => {
  const { clock, sessions } = await opened((what) =>
    what.endsWith('publishes') ? new Promise(() => undefined) : Promise.resolve(),
  );
  const refused = sessions.end(ended).catch((error: unknown) => error);
  await until(() => clock.sleeping === 1);
  clock.step(5_000);
  const problem = await refused;
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    status: 503,
    message: expect.stringMatching(/: Kafka has not said .*: send it again$/) as string,
  });
  expect(clock.sleeping).toBe(0);
});

test('each way to end a session ends just those that it names', () => {
  const told = { version: 1, issuer, beganUntilS: 10 } as const;
  const isEndedBy = (one: EndedSession, changes: object = {}): boolean => {
    const known = new KnownEndedSessions(issuer);
    known.enter({ value: JSON.stringify(one), timestampMs: 0 });
    return known.isEnded({ ...session, sid: 's-1', ...changes });
  };
  const bySid: EndedSession = { of: 'issuers-session', ...told, sid: 's-1' };
  const byId: EndedSession = { of: 'session', ...told, sessionId: session.sessionId };
  for (const one of [ended, bySid, byId]) {
    expect(isEndedBy(one)).toBe(true);
    expect(isEndedBy(one, { issuedAtS: 11 })).toBe(false);
  }
  expect(isEndedBy(ended, { sub: 'juma' })).toBe(false);
  expect(isEndedBy(bySid, { sid: undefined })).toBe(false);
  expect(isEndedBy({ ...ended, issuer: 'https://elsewhere.example' })).toBe(false);
});
