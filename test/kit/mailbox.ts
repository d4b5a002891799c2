/** A real SMTP server that keeps what comes. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Mail {
  readonly to: readonly string[];
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Mailbox {
  readonly port: number;
  readonly mails: readonly Mail[];
  /** Whom the server refuses, with its address in its words, as servers do. */
  readonly unknown: Set<string>;
  close(): Promise<void>;
}

/** @param options by default without TLS and for everybody */
export async function startMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const mails: Mail[] = [];
  const unknown = new Set<string>();
  const server = new SMTPServer({
    ...{ authOptional: options.onAuth === undefined, disabledCommands: ['STARTTLS'] },
    onRcptTo: ({ address }, _session, callback) => {
      const refusal = Object.assign(new Error(`No such user ${address}`), { responseCode: 550 });
      callback(unknown.has(address) ? refusal : null);
    },
    onData: (stream, { envelope }, callback) => {
      void text(stream).then((raw) => {
        mails.push(
          readMail(
            raw,
            envelope.rcptTo.map(({ address }) => address),
          ),
        );
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    ...{ mails, unknown },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function readMail(raw: string, to: readonly string[]): Mail {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const content = body.join('\r\n\r\n').replaceAll('\r\n', '\n');
  const isQuoted = headers['content-transfer-encoding'] === 'quoted-printable';
  return { to, headers, text: isQuoted ? unquoted(content) : content };
}

function unquoted(content: string): string {
  const bytes = content
    .replaceAll(/=\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
