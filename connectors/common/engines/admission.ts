import type { IncomingMessage } from 'node:http';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { hostNameOf } from '../http/host-name';
import type { Logger } from '../runtime';
import type { Engines } from './engine-list';

/** The authority may have given certificates to others: only an engine of the file has one of its own host name. */
export function isEngine(
  { socket }: Pick<IncomingMessage, 'socket'>,
  { engines, log }: { readonly engines: Engines; readonly log: Logger },
): boolean {
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  const addresses = engines.current().all.flatMap(({ address, channel }) => [address, channel]);
  const bearsItsName = addresses.some(
    (address) =>
      certificate && checkServerIdentity(hostNameOf(new URL(address)), certificate) === undefined,
  );
  if (bearsItsName) return true;
  log.warn(
    { subject: certificate?.subject, names: certificate?.subjectaltname },
    'a client is no engine of ENGINES_PATH: its certificate bears the host name of none',
  );
  return false;
}
