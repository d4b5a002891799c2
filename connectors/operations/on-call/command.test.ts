import { Registry } from 'prom-client';
import { createAxiosTransport } from '../../common/http/axios-transport';
import { readEnvironment } from '../../common/config/environment';
import { findingOf, type Finding } from '../../common/check';
import { systemClock } from '../../common/clock';
import { startLocalServer, type LocalServer } from '../../../test/kit/local-server';
import { startMailbox, type Mailbox } from '../../../test/kit/mailbox';
import { silentLog } from '../../../test/kit/mojaloop';
import { runCommand } from '../../../test/kit/run-command';
import { fixedTenants } from '../../../test/kit/tenants';
import { onCallChecks } from './checks';
import { onCallCommand } from './command';
import { openMailer } from './mail';
import { mailEnvironment } from './mail-settings';
import { onCallSection } from './settings';

const http = createAxiosTransport();
let mailbox: Mailbox;
let pager: LocalServer;
let bodies: string[];
let status: number;

beforeEach(async () => {
  [bodies, status] = [[], 204];
  mailbox = await startMailbox();
  pager = await startLocalServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.writeHead(status).end());
  });
});
afterEach(async () => {
  await mailbox.close();
  await pager.close();
});
afterAll(() => http.close());

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const section = () => ({
  people: {
    amina: { email: 'amina@lion.example', webhook: { url: `${pager.url}/amina`, secret } },
    juma: { email: 'juma@lion.example' },
  },
  duty: [{ people: ['amina'] }],
});
const lion = (more: object = {}) => ({
  ...{ tenant: 'lion', fspId: 'lion', currencies: ['TZS'] },
  settings: onCallSection.parse({ ...section(), ...more }),
});
const mailer = (settings: Record<string, string> = {}) =>
  openMailer(
    readEnvironment(mailEnvironment, {
      ...{ ON_CALL_SMTP_HOST: '127.0.0.1', ON_CALL_SMTP_PORT: String(mailbox.port) },
      ...{ ON_CALL_SMTP_TLS: 'none', ON_CALL_MAIL_FROM: 'hub@lion.example', ...settings },
    }),
    2_000,
    { clock: systemClock, log: silentLog, metrics: new Registry() },
  );

describe('hub on-call test', () => {
  const typedFor = (tenant: ReturnType<typeof lion>, ...words: string[]) =>
    runCommand(
      (terminal) =>
        onCallCommand(terminal, {
          ...{ clock: systemClock, http },
          open: () => ({
            tenants: fixedTenants([tenant]),
            ...{ sendMail: mailer()?.send, timeoutMs: 2_000 },
          }),
        }),
      ['test', ...words],
    );
  const typed = (...words: string[]) => typedFor(lion(), ...words);

  test('tries each way of whoever is on duty, and says that it is a test', async () => {
    expect(await typed('lion')).toEqual({
      out: 'ok    amina by webhook\nok    amina by e-mail\n',
      ...{ err: '', exitCode: 0 },
    });
    expect(bodies.map((body) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'on-call.test',
    ]);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([['amina@lion.example']]);
    expect(mailbox.mails[0]?.headers['subject']).toBe('lion: this is a test, nothing is stuck');
  });

  test('says which way fails, and why, and shows no address', async () => {
    status = 403;
    mailbox.unknown.add('juma@lion.example');
    const { out, exitCode } = await typed('lion', '--all');
    expect(exitCode).toBe(1);
    expect(out.split('\n')).toEqual([
      'FAIL  amina by webhook: it answers 403',
      'ok    amina by e-mail',
      expect.stringMatching(/^FAIL {2}juma by e-mail: 127.* does not take it for this person: see/),
      '',
    ]);
  });

  test('rings a chat that all hear with whoever is on duty, and leaves it in peace where people are named', async () => {
    const withChat = lion({ webhooks: { room: { url: `${pager.url}/room`, secret } } });
    expect((await typedFor(withChat, 'lion')).out).toContain('ok    webhook room');
    expect((await typedFor(withChat, 'lion', '--to', 'juma')).out).toBe('ok    juma by e-mail\n');
  });

  test.each([
    [['tiger'], 'There is no tenant tiger'],
    [['lion', '--to', 'jumma'], 'Is juma meant?'],
  ])('%j sends nothing', async (words, why) => {
    const { err, exitCode } = await typed(...words);
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining(why) as string });
    expect(mailbox.mails).toEqual([]);
  });
});

describe('hub doctor on-call', () => {
  const noPassword = readEnvironment(mailEnvironment, {});
  const finding = (what: string, tenant = lion(), mail = mailer()): Promise<Finding> => {
    const check = onCallChecks([tenant], mail, noPassword).find((one) => one.what === what);
    if (check === undefined) throw new Error(`nothing looks at ${what}`);
    return findingOf(check);
  };

  test('finds nothing to mend where all is well', async () => {
    const https = { webhook: { url: 'https://pager.example', secret } };
    const tenant = lion({ people: { amina: { email: 'a@lion.example', ...https } } });
    const all = await Promise.all(onCallChecks([tenant], mailer(), noPassword).map(findingOf));
    expect(all.map(({ status: of }) => of)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  test('tells a rota with gaps, and that everybody is called then', async () => {
    const duty = [{ people: ['amina'], days: ['mon', 'tue', 'wed', 'thu', 'fri'] }];
    expect(await finding('the rota', lion({ duty }))).toMatchObject({
      status: 'warn',
      detail: 'nobody is on duty sat 00:00 to mon 00:00: everybody is called then',
    });
  });

  test('tells a webhook without TLS by the name of whose it is', async () => {
    const { status: of, detail } = await finding('the webhooks of calls');
    expect(of).toBe('warn');
    expect(detail).toContain('no TLS to that of amina');
    expect(detail).not.toContain(pager.url);
  });

  test('tells a tenant for whom nobody is called', async () => {
    const nobody = lion({ people: {}, duty: undefined });
    expect(await finding('who is on call', nobody)).toMatchObject({ status: 'fail' });
  });

  test('tells a server for e-mails that is missing, away, or lets us not in', async () => {
    const what = 'the server for e-mails';
    const missing = onCallChecks([lion()], undefined, noPassword).find((one) => one.what === what);
    expect(missing && (await findingOf(missing))).toMatchObject({ status: 'fail' });
    const away = mailer({ ON_CALL_SMTP_PORT: '9' });
    expect(await finding(what, lion(), away)).toMatchObject({ status: 'fail', isAway: true });
    const login = { ON_CALL_SMTP_USERNAME: 'hub', ON_CALL_SMTP_PASSWORD: 'wrong' };
    expect(await finding(what, lion(), mailer(login))).toMatchObject({ status: 'fail' });
  });
});
