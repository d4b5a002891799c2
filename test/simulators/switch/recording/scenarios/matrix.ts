import { fulfilment, type Session } from '../session';
import { scenario, type Scenario } from './scenario';
import { answer, committed, post, rejection, transferRequest, wrongFulfilment } from './transfers';

/** What a message of the matrix may need to know of what was said before. */
interface Past {
  readonly body: { readonly transferId: string };
  readonly path: string;
  /** The payee's PUT, if it has sent one. */
  readonly answered?: object;
  /** The payee's PUT /error, if it has sent one. */
  readonly rejected?: object;
}

type Reach = (session: Session) => Promise<Past>;
type Message = (session: Session, past: Past) => Promise<void>;

async function begin(session: Session, changes: object = {}): Promise<Past> {
  const body = transferRequest(session, changes);
  await post(session, body);
  return { body, path: `/transfers/${body.transferId}` };
}

async function answeredWith(session: Session, changes: object): Promise<Past> {
  const past = await begin(session);
  const answered = committed(session, changes);
  await answer(session, past.path, answered);
  return { ...past, answered };
}

async function expiring(session: Session): Promise<Past> {
  await session.farFromSweep();
  const past = await begin(session, { expiration: session.time('expiration', 2_000) });
  await session.pass(3_100);
  return past;
}

const states: Readonly<Record<string, Reach>> = {
  unknown: (session) => {
    const body = transferRequest(session);
    return Promise.resolve({ body, path: `/transfers/${body.transferId}` });
  },
  reserved: (session) => begin(session),
  'expired, not yet swept': (session) => expiring(session),
  'expired and swept': async (session) => {
    const past = await expiring(session);
    await session.sweep();
    return past;
  },
  'committed by the payee': (session) => answeredWith(session, { transferState: 'COMMITTED' }),
  'committed by the switch': (session) => answeredWith(session, { transferState: 'RESERVED' }),
  'rejected by the payee': async (session) => {
    const past = await begin(session);
    await answer(session, `${past.path}/error`, rejection);
    return { ...past, rejected: rejection };
  },
  'aborted for a wrong fulfilment': (session) =>
    answeredWith(session, { transferState: 'RESERVED', fulfilment: wrongFulfilment }),
  'aborted for a wrong sender': async (session) => {
    const past = await begin(session);
    const body = committed(session);
    await session.send('payer', 'PUT', past.path, { to: session.fsp('payer'), body });
    return past;
  },
  'reserved, the payee having said ABORTED': (session) =>
    answeredWith(session, { transferState: 'ABORTED', fulfilment: undefined }),
  'refused for its expiration': (session) =>
    begin(session, { expiration: session.time('expiration', -5_000) }),
  'refused for liquidity': (session) =>
    begin(session, { amount: { amount: '150000', currency: 'TZS' } }),
};

const put =
  (changes: object): Message =>
  (session, { path }) =>
    answer(session, path, committed(session, changes));

const messages: Readonly<Record<string, Message>> = {
  'the same POST': (session, { body }) => post(session, body),
  'another POST of the same id': (session, { body }) =>
    post(session, { ...body, ilpPacket: 'AAAA' }),
  'PUT COMMITTED': put({}),
  'PUT RESERVED': put({ transferState: 'RESERVED' }),
  'PUT RESERVED in version 1.0': (session, { path }) =>
    answer(session, path, committed(session, { transferState: 'RESERVED' }), { version: '1.0' }),
  'PUT RECEIVED': put({ transferState: 'RECEIVED', fulfilment: undefined }),
  'PUT ABORTED': put({ transferState: 'ABORTED', fulfilment: undefined }),
  'PUT COMMITTED with a wrong fulfilment': put({ fulfilment: wrongFulfilment }),
  'PUT RESERVED with a wrong fulfilment': put({
    transferState: 'RESERVED',
    fulfilment: wrongFulfilment,
  }),
  'PUT RESERVED without a fulfilment': put({ transferState: 'RESERVED', fulfilment: undefined }),
  'the same PUT': (session, { path, answered }) =>
    answer(session, path, answered ?? { transferState: 'COMMITTED', fulfilment }),
  'PUT error': (session, { path }) =>
    answer(session, `${path}/error`, {
      errorInformation: { errorCode: '5104', errorDescription: 'no' },
    }),
  'the same PUT error': (session, { path, rejected }) =>
    answer(session, `${path}/error`, rejected ?? rejection),
  'PUT COMMITTED by the payer': (session, { path }) =>
    session.send('payer', 'PUT', path, { to: session.fsp('payee'), body: committed(session) }),
  'PUT RESERVED by a third FSP': (session, { path }) => {
    const body = committed(session, { transferState: 'RESERVED' });
    return session.send('third', 'PUT', path, { to: session.fsp('payer'), body });
  },
  'PUT error by the payer': (session, { path }) =>
    session.send('payer', 'PUT', `${path}/error`, { to: session.fsp('payee'), body: rejection }),
  'PUT COMMITTED to another FSP': (session, { path }) =>
    session.send('payee', 'PUT', path, { to: session.fsp('third'), body: committed(session) }),
  'PUT COMMITTED without a destination': (session, { path }) =>
    session.send('payee', 'PUT', path, { body: committed(session) }),
  'PUT RESERVED without a destination': (session, { path }) => {
    const body = committed(session, { transferState: 'RESERVED' });
    return session.send('payee', 'PUT', path, { body });
  },
  'PUT error without a destination': (session, { path }) =>
    session.send('payee', 'PUT', `${path}/error`, { body: rejection }),
  'GET by the payer': (session, { path }) => session.send('payer', 'GET', path),
  'GET by the payee': (session, { path }) => session.send('payee', 'GET', path),
  'GET by a third FSP': (session, { path }) => session.send('third', 'GET', path),
  'GET by an unknown FSP': (session, { path }) =>
    session.send('payer', 'GET', path, { headers: { 'fspiop-source': 'nobody' } }),
};

/** Every state of a transfer against every message that may come for it, and what GET says afterwards. */
export const matrix: readonly Scenario[] = Object.entries(states).flatMap(([state, reach]) =>
  Object.entries(messages).map(([message, send]) =>
    scenario(`${state}: ${message}`, async (session) => {
      const past = await reach(session);
      await send(session, past);
      if (state === 'expired, not yet swept') await session.sweep();
      if (!message.startsWith('GET')) await session.send('payer', 'GET', past.path);
    }),
  ),
);
