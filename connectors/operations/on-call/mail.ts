/** The only door for e-mail out. */
import type { Registry } from 'prom-client';
import { createTransport } from 'nodemailer';
import { ConfigurationError } from '../../common/config/problems';
import { inTime } from '../../common/in-time';
import type { Clock, Logger, TlsSource } from '../../common/runtime';
import { tlsFoldersOf } from '../../common/tls/folders';
import { mailFailure } from './mail-failure';
import type { MailEnvironment } from './mail-settings';
import type { Attempt, SendMail, Telling } from './ways';

export interface MailDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
}

/** A server that says a word now and then holds nobody up for longer than this many time-outs. */
const timeoutsMax = 3;

export interface Mailer {
  readonly send: SendMail;
  /** Whether the server can be reached and lets us in: sends nothing. In words without a person’s address. */
  verify(): Promise<Attempt>;
}

/**
 * Undefined where no server is set.
 * @throws ConfigurationError
 */
export function openMailer(
  environment: MailEnvironment,
  timeoutMs: number,
  deps: MailDeps,
): Mailer | undefined {
  const { ON_CALL_SMTP_HOST: host, ON_CALL_MAIL_FROM: from } = environment;
  const problems = problemsOf(environment);
  if (problems.length > 0) throw new ConfigurationError(problems);
  if (host === undefined || from === undefined) return undefined;
  const { clock } = deps;
  const tls = tlsOf(environment, deps);
  const attempt = async (
    use: (transport: ReturnType<typeof createTransport>) => Promise<unknown>,
  ): Promise<Attempt> => {
    // A connection for each e-mail: they are few, and one that was kept may be dead when it is needed.
    const transport = createTransport(optionsOf(host, environment, timeoutMs, tls));
    const late = () => Object.assign(new Error('no end'), { code: 'ETIMEDOUT' });
    try {
      await inTime(clock, timeoutsMax * timeoutMs, use(transport), late);
      return { result: 'taken' };
    } catch (error) {
      return { result: 'failed', why: mailFailure(error, environment) };
    } finally {
      transport.close();
    }
  };
  return {
    send: (to, telling) =>
      attempt((transport) => transport.sendMail(messageOf(from, to, telling, clock.now()))),
    verify: () => attempt((transport) => transport.verify()),
  };
}

function problemsOf(environment: MailEnvironment): string[] {
  const { ON_CALL_SMTP_HOST: host, ON_CALL_MAIL_FROM: from } = environment;
  const { ON_CALL_SMTP_USERNAME: user, ON_CALL_SMTP_PASSWORD: pass } = environment;
  return [
    ...(host !== undefined && from === undefined
      ? ['environment: ON_CALL_MAIL_FROM: must be set with ON_CALL_SMTP_HOST']
      : []),
    ...((user === undefined) !== (pass === undefined)
      ? ['environment: ON_CALL_SMTP_USERNAME and ON_CALL_SMTP_PASSWORD: set both or neither']
      : []),
  ];
}

function tlsOf(
  { ON_CALL_SMTP_TLS_DIRECTORY: directory }: MailEnvironment,
  deps: MailDeps,
): TlsSource | undefined {
  return directory === undefined ? undefined : tlsFoldersOf(deps).open(directory, 'client');
}

function optionsOf(
  host: string,
  environment: MailEnvironment,
  timeoutMs: number,
  tls: TlsSource | undefined,
) {
  const { ON_CALL_SMTP_PORT: port, ON_CALL_SMTP_TLS: security } = environment;
  const { ON_CALL_SMTP_USERNAME: user, ON_CALL_SMTP_PASSWORD: pass } = environment;
  const { own, authorities } = tls?.current() ?? {};
  return {
    ...{ host, port, secure: security === 'tls' },
    ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    dnsTimeout: timeoutMs,
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(user !== undefined && pass !== undefined && { auth: { user, pass } }),
    tls: {
      ...(authorities !== undefined && { ca: authorities }),
      ...(own && { cert: own.certificates, key: own.key }),
    },
  };
}

function messageOf(from: string, to: string, { callId, subject, text }: Telling, nowMs: number) {
  return {
    ...{ from, to, subject, text, date: new Date(nowMs), priority: 'high' as const },
    // The same for each repeat: mail programs show it once.
    messageId: `<${callId}@payment-hub>`,
    // Answering machines keep quiet.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
