/** What a mail server, or the way to it, has against an e-mail, and which setting to look at. Pure. */
import type { MailEnvironment } from './mail-settings';

/** As nodemailer tells it. What servers say may quote the address of a person, so of their words only the number is told. */
interface MailError {
  readonly code?: unknown;
  /** Of the operating system or of TLS, behind `code`. */
  readonly originalCode?: unknown;
  readonly responseCode?: unknown;
  /** Which command of SMTP has failed. */
  readonly command?: unknown;
}

export function mailFailure(error: unknown, environment: MailEnvironment): string {
  const { ON_CALL_SMTP_HOST: host = '', ON_CALL_SMTP_PORT: port } = environment;
  const told = error as MailError;
  const codes = [
    ...[told.code, told.originalCode].filter((code) => typeof code === 'string'),
    ...(typeof told.responseCode === 'number' ? [`the server says ${told.responseCode}`] : []),
  ];
  const text = whatAndWhere(told, { host, server: `${host}:${port}` });
  return codes.length === 0 ? text : `${text} (${codes.join(', ')})`;
}

interface Server {
  readonly host: string;
  /** With its port. */
  readonly server: string;
}

const place = 'ON_CALL_SMTP_HOST and ON_CALL_SMTP_PORT';
const security = 'ON_CALL_SMTP_TLS and ON_CALL_SMTP_PORT';

function whatAndWhere(told: MailError, { host, server }: Server): string {
  switch (told.code) {
    case 'EDNS':
      return `${host} is no name that can be looked up: see ON_CALL_SMTP_HOST`;
    case 'ESOCKET':
      return ofSocket(String(told.originalCode), server);
    case 'ETIMEDOUT':
      return `${server} does not answer in time: see ON_CALL_SMTP_HOST, ON_CALL_SMTP_PORT, and ON_CALL_SMTP_TLS, which is tls for a port like 465`;
    case 'ECONNECTION':
      return `${server} hangs up: see ${place}`;
    case 'ETLS':
      return `${server} does not take STARTTLS: see ${security}`;
    case 'EAUTH':
      return ofLogin(told.responseCode, server);
    case 'EENVELOPE':
      return ofEnvelope(told.command, server);
    default:
      return `${server} does not take the e-mail`;
  }
}

function ofSocket(code: string, server: string): string {
  if (code === 'ECONNREFUSED') return `nobody listens at ${server}: see ${place}`;
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return `the certificate of ${server} is not believed: see ON_CALL_SMTP_TLS_DIRECTORY and ON_CALL_SMTP_HOST`;
  }
  if (/SSL|TLS|EPROTO/.test(code)) return `${server} speaks no TLS from the start: see ${security}`;
  return `${server} cannot be reached: see ${place}`;
}

/** "Encryption required", in the two numbers that servers have for it. */
const wantsTls: readonly unknown[] = [530, 538];

function ofLogin(responseCode: unknown, server: string): string {
  return wantsTls.includes(responseCode)
    ? `${server} lets nobody in without TLS: see ON_CALL_SMTP_TLS`
    : `${server} does not let us in: see ON_CALL_SMTP_USERNAME and ON_CALL_SMTP_PASSWORD`;
}

function ofEnvelope(command: unknown, server: string): string {
  if (command === 'MAIL FROM')
    return `${server} takes nothing from our address: see ON_CALL_MAIL_FROM`;
  if (command === 'RCPT TO') {
    return `${server} does not take it for this person: see their e-mail in the tenant’s file`;
  }
  return `${server} does not take the e-mail`;
}
