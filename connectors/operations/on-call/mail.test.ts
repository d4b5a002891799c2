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

/** The server, as it is told. */
const at = () => `127.0.0.1:${mailbox.port}`;

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
  expect(told).toEqual({
    result: 'failed',
    why: `${at()} does not take it for this person: see their e-mail in the tenant’s file (EENVELOPE, the server says 550)`,
  });
});

test('a server that says nothing is given up', async () => {
  mailbox = await startMailbox({ onConnect: () => undefined });
  const told = await mailer({}, 200).send(address, call);
  expect(told).toEqual({
    result: 'failed',
    why: `${at()} does not answer in time: see ON_CALL_SMTP_HOST, ON_CALL_SMTP_PORT, and ON_CALL_SMTP_TLS, which is tls for a port like 465 (ETIMEDOUT)`,
  });
});

describe('what hinders an e-mail is told with what to look at, and nobody’s address:', () => {
  const why = async (settings: Record<string, string> = {}) => {
    const told = await mailer(settings).send(address, call);
    const text = told.result === 'failed' ? told.why : 'it was taken';
    expect(text).not.toContain(address);
    return text;
  };

  test('a port where nobody listens', async () => {
    mailbox = await startMailbox();
    expect(await why({ ON_CALL_SMTP_PORT: '9' })).toBe(
      'nobody listens at 127.0.0.1:9: see ON_CALL_SMTP_HOST and ON_CALL_SMTP_PORT (ESOCKET, ECONNREFUSED)',
    );
  });

  test('a name that is none', async () => {
    mailbox = await startMailbox();
    expect(await why({ ON_CALL_SMTP_HOST: 'mail.invalid' })).toContain(
      'mail.invalid is no name that can be looked up: see ON_CALL_SMTP_HOST (EDNS',
    );
  });

  test('a server without STARTTLS', async () => {
    mailbox = await startMailbox();
    expect(await why({ ON_CALL_SMTP_TLS: 'starttls' })).toBe(
      `${at()} does not take STARTTLS: see ON_CALL_SMTP_TLS and ON_CALL_SMTP_PORT (ETLS, the server says 500)`,
    );
  });

  test('a server that speaks no TLS from the start', async () => {
    mailbox = await startMailbox();
    expect(await why({ ON_CALL_SMTP_TLS: 'tls' })).toContain(
      `${at()} speaks no TLS from the start: see ON_CALL_SMTP_TLS and ON_CALL_SMTP_PORT`,
    );
  });

  test('a certificate that nobody vouches for, by STARTTLS', async () => {
    mailbox = await withTls();
    expect(await why({ ON_CALL_SMTP_TLS: 'starttls' })).toContain(
      `the certificate of ${at()} is not believed: see ON_CALL_SMTP_TLS_DIRECTORY and ON_CALL_SMTP_HOST`,
    );
  });

  test('a server that wants TLS before it lets anybody in', async () => {
    const { certificate: cert, key } = await authority.issue();
    mailbox = await startMailbox({ disabledCommands: [], cert, key });
    const login = { ON_CALL_SMTP_USERNAME: 'hub', ON_CALL_SMTP_PASSWORD: 'hush' };
    expect(await why(login)).toBe(
      `${at()} lets nobody in without TLS: see ON_CALL_SMTP_TLS (EAUTH, the server says 538)`,
    );
  });

  test('an address of ours that the server does not take', async () => {
    mailbox = await startMailbox({
      onMailFrom: (_from, _session, callback) => {
        callback(Object.assign(new Error('No'), { responseCode: 553 }));
      },
    });
    expect(await why()).toBe(
      `${at()} takes nothing from our address: see ON_CALL_MAIL_FROM (EENVELOPE, the server says 553)`,
    );
  });
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
  expect(await wrong.verify()).toMatchObject({
    why: `${at()} does not let us in: see ON_CALL_SMTP_USERNAME and ON_CALL_SMTP_PASSWORD (EAUTH, the server says 535)`,
  });
  expect(mailbox.mails).toEqual([]);
});

test.each([
  [{ ON_CALL_MAIL_FROM: '' }, 'ON_CALL_MAIL_FROM: must be set'],
  [{ ON_CALL_SMTP_USERNAME: 'hub' }, 'set both or neither'],
])('%j is refused', async (settings, why) => {
  mailbox = await startMailbox();
  expect(() => mailer(settings)).toThrow(why);
});
