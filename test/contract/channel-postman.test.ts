/** The Postman collection that a channel serves, run against that channel by Postman's own runner. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '../../connectors/channel/openapi';
import { startChannel, tenantOf, type Channel } from '../kit/parts/channel';
import { EngineInMemory } from '../kit/engine-in-memory';
import { systemClock } from '../../connectors/common/clock';
import { messageNames } from '../../connectors/common/contracts/messages';
import { useCases } from '../../connectors/common/contracts/use-cases';
import type { Question } from '../../connectors/common/runtime';
import { audience, createTokenIssuer } from '../kit/stack/tokens';

jest.setTimeout(60_000);

const newman = join(__dirname, '../../node_modules/.bin/newman');
const issuer = createTokenIssuer('https://id.lion.example');
const lion = tenantOf('lion', {
  tokens: {
    issuer: issuer.issuer,
    audience,
    publicKey: issuer.publicKeyPem,
    algorithms: ['ES256'],
  },
  callbacks: {
    allowed: ['https://app.lion.example/payments'],
    default: 'https://app.lion.example/payments/callback',
  },
  qrCodes: { scheme: 'tz.example.scheme' },
});

/** What was asked for is under way, whatever it is. */
class EngineUnderWay extends EngineInMemory {
  override async ask(question: Question): Promise<unknown> {
    await super.ask(question);
    const id = question.message.correlationKey.split(':').at(-1);
    const answer = { sameRequest: null, waiting: false };
    switch (question.message.name) {
      case messageNames.authorizationCodeStateAsked: {
        const ids = { authorizationCodeId: id, clientCorrelationId: 'cash-4711' };
        return { ...answer, report: { ...ids, state: 'WAITING' } };
      }
      case messageNames.requestToPayStateAsked: {
        const state = { requestId: id, state: 'WAITING_FOR_PAYER' };
        const { payer, payee } = useCases['request-to-pay'].example;
        const report = { ...state, payer, payee, amount: { amount: '5000', currency: 'TZS' } };
        return { ...answer, origin: 'request-to-pay', report };
      }
      default:
        return { ...answer, report: { transactionId: id, state: 'PENDING' } };
    }
  }
}

interface Outcome {
  readonly code: number;
  readonly text: string;
}

async function run(channel: Channel, token: string): Promise<Outcome> {
  const variables = Object.entries({ baseUrl: channel.url, token });
  const settings = variables.flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
  const command = ['run', `${channel.url}/postman.json`, ...settings, '--color', 'off'];
  try {
    const { stdout } = await promisify(execFile)(newman, command);
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, text: stdout };
  }
}

const described = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** The operations that the runner tells of. */
function asked(text: string): Set<string> {
  const requests = text.matchAll(/^ +([A-Z]+) http:\/\/[^/]+(\/\S+) \[2\d\d /gm);
  return new Set(
    Array.from(requests, ([, method, address = '']) => {
      const path = address.replace(/\?.*$/, '').replace(/\/[0-9a-f-]{36}/, '/{id}');
      return `${method} ${path}`;
    }),
  );
}

async function expectAllAnswered(channel: Channel, token: string): Promise<void> {
  const { code, text } = await run(channel, token);
  if (code !== 0) throw new Error(text);
  expect([...asked(text)].sort()).toEqual([...described].sort());
}

describe('the collection', () => {
  let channel: Channel;
  afterEach(() => channel.close());

  test('asks all that the API describes, with a token, and is answered as it is described', async () => {
    channel = await startChannel([lion], {}, systemClock, new EngineUnderWay());
    await expectAllAnswered(channel, await issuer.sign(60));
  });

  test('needs a token where tokens are checked', async () => {
    channel = await startChannel([lion]);
    const { code, text } = await run(channel, 'none');
    expect({ code, text }).toMatchObject({
      code: 1,
      text: expect.stringContaining('401') as unknown,
    });
  });

  test('says which tenant it is where they are not', async () => {
    channel = await startChannel([lion], { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' });
    const { text } = await channel.request('GET', '/postman.json');
    expect(JSON.parse(text)).toMatchObject({
      auth: { type: 'apikey', apikey: [{ key: 'key', value: 'Platform-TenantId' }, {}] },
    });
  });
});
