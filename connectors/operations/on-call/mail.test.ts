import { Registry } from 'prom-client';
import { createAuthority, TlsFolder, type Authority } from '../../../test/kit/certificates';
import { startMailbox, type Mailbox } from '../../../test/kit/mailbox';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock } from '../../common/clock';
import { readEnvironment } from '../../common/config/environment';
import { openMailer, type Mailer } from './mail';
import { mailEnvironment } from './mail-settings';

const call = {
  callId: '486a2718-22fd-5078-979e-ffab72134b62',
  subject: 'lion: 3 payments of 101.25 TZS; stuck for 10 min',
  text: 'What to do first:\n 1. Take it.\n',
  body: '{}',
};
const address = 'amina@lion.example';

let mailbox: Mailbox;
let authority: Authority;

beforeAll(async () => (authority = await createAuthority('mail')));
afterEach(() => mailbox.close());

function mailer(settings: Record<string, string>, timeoutMs = 2_000): Mailer {
  const environment = readEnvironment(mailEnvironment, {
    ON_CALL_SMTP_HOST: '127.0.0.1',
    ON_CALL_SMTP_PORT: String(mailbox.port),
    ON_CALL_SMTP_TLS: 'none',
    ON_CALL_MAIL_FROM: 'hub@lion.example',
    ...settings,
  });
  const opened = openMailer(environment, timeoutMs, {
    clock: systemClock,
    log: silentLog,
    metrics: new Registry(),
  });
  if (opened === undefined) throw new Error('there is no server');
  return opened;
}

async function withTls() {
  const { certificate: cert, key } = await authority.issue();
  return startMailbox({ disabledCommands: [], cert, key });
}

test('an e-mail has the words of the call, and the same id each time', async () => {
  mailbox = await startMailbox();
  const { send } = mailer({});
  expect(await send(address, call)).toEqual({ result: 'taken' });
  expect(await send(address, call)).toEqual({ result: 'taken' });
  const [first, again] = mailbox.mails;
  expect(first).toMatchObject({ to: [address], text: call.text });
  expect(first?.headers).toMatchObject({
    ...{ from: 'hub@lion.example', subject: call.subject, 'auto-submitted': 'auto-generated' },
    'message-id': `<${call.callId}@payment-hub>`,
  });
  expect(again?.headers['message-id']).toBe(first?.headers['message-id']);
});

test('a server that takes it for nobody is told by its number, and nobody by their address', async () => {
  mailbox = await startMailbox();
  mailbox.unknown.add(address);
  const told = await mailer({}).send(address, call);
  expect(told).toEqual({ result: 'failed', why: 'EENVELOPE (the server says 550)' });
});

test('a server that says nothing is given up', async () => {
  mailbox = await startMailbox({ onConnect: () => undefined });
  const told = await mailer({}, 200).send(address, call);
  expect(told).toEqual({ result: 'failed', why: 'ETIMEDOUT' });
});

describe('by STARTTLS', () => {
  const settings = { ON_CALL_SMTP_TLS: 'starttls' };

  test('it goes to a server whose authority is ours', async () => {
    mailbox = await withTls();
    const folder = new TlsFolder({ authority });
    const { send } = mailer({ ...settings, ON_CALL_SMTP_TLS_DIRECTORY: folder.path });
    expect(await send(address, call)).toEqual({ result: 'taken' });
    expect(mailbox.mails).toHaveLength(1);
    folder.remove();
  });

  test('nothing is sent to a server that nobody vouches for, nor to one without TLS', async () => {
    mailbox = await withTls();
    expect((await mailer(settings).send(address, call)).result).toBe('failed');
    expect(mailbox.mails).toEqual([]);
    await mailbox.close();
    mailbox = await startMailbox();
    expect((await mailer(settings).send(address, call)).result).toBe('failed');
    expect(mailbox.mails).toEqual([]);
  });
});

test('who logs in wrongly is told so by `verify`, and sends nothing', async () => {
  mailbox = await startMailbox({
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, callback) => {
      if (username === 'hub' && password === 'hush') callback(null, { user: 'hub' });
      else callback(new Error('No'));
    },
  });
  const login = { ON_CALL_SMTP_USERNAME: 'hub', ON_CALL_SMTP_PASSWORD: 'hush' };
  expect(await mailer(login).verify()).toEqual({ result: 'taken' });
  const wrong = mailer({ ...login, ON_CALL_SMTP_PASSWORD: 'wrong' });
  expect(await wrong.verify()).toMatchObject({ why: expect.stringContaining('EAUTH') as string });
  expect(mailbox.mails).toEqual([]);
});

test.each([
  [{ ON_CALL_MAIL_FROM: '' }, 'ON_CALL_MAIL_FROM: must be set'],
  [{ ON_CALL_SMTP_USERNAME: 'hub' }, 'set both or neither'],
])('%j is refused', async (settings, why) => {
  mailbox = await startMailbox();
  expect(() => mailer(settings)).toThrow(why);
});
