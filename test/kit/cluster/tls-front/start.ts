/** TLS in front of a server that has none: Elasticsearch as Maven has it comes without its security. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority } from '../../certificates';
import type { ManagedProcess } from '../../stack/processes';
import { startScript } from '../../stack/scripts';

export interface TlsFrontOptions {
  readonly authority: Authority;
  readonly host: string;
  readonly port: number;
  /** Where the server is, on the same host. */
  readonly behind: number;
  readonly runDirectory: string;
  /** Into the namespace of the server. */
  readonly launcher: readonly string[];
}

/** A process of its own, for it is where the server is. */
export async function startTlsFront(options: TlsFrontOptions): Promise<ManagedProcess> {
  const { authority, host, port, behind, runDirectory, launcher } = options;
  const { certificate, key } = await authority.issue({ names: [{ type: 'ip', value: host }] });
  const [certificateFile, keyFile] = ['tls-front.crt', 'tls-front.key'].map((name) =>
    join(runDirectory, name),
  ) as [string, string];
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return startScript({
    name: 'tls-front',
    script: 'test/kit/cluster/tls-front/main.ts',
    args: [host, String(port), String(behind), certificateFile, keyFile],
    readiness: 'first-json-line',
    ...{ runDirectory, launcher },
  });
}
