import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Stage } from '../stage';
import { toolkitFsp } from '../tenants';
import type { Collection } from '../toolkit/collection';

/** What a suite lets the toolkit send, message by message. */
export interface Message {
  readonly resource: string;
  readonly method: 'get' | 'post' | 'put' | 'patch';
  /** As its specification has it: `/parties/{Type}/{ID}`. */
  readonly operationPath: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly queryParams?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** FSPIOP-Source. Default: the DFSP that the toolkit plays. */
  readonly source?: string;
  readonly destination: string;
}

/** What it got: the status at once, and the callback where the message asks for one. */
export interface Said {
  readonly status: number | undefined;
  readonly callback: { readonly url: string; readonly body: unknown } | undefined;
}

export async function say(stage: Stage, version: FspiopVersion, message: Message): Promise<Said> {
  const report = await stage.toolkit.run(collectionOf(version, message));
  const { response, callback } = report.test_cases[0]?.requests[0] ?? {};
  const { url, body } = callback ?? {};
  return { status: response?.status, callback: url === undefined ? undefined : { url, body } };
}

function collectionOf(
  version: FspiopVersion,
  { resource, source = toolkitFsp, destination, ...message }: Message,
): Collection {
  const [majorVersion, minorVersion] = version.split('.').map(Number);
  const mediaType = `application/vnd.interoperability.${resource}+json;version=${version}`;
  const isRequest = message.method === 'get' || message.method === 'post';
  const request = {
    id: 1,
    description: `${message.method} ${message.operationPath}`,
    ...message,
    apiVersion: { type: 'fspiop', asynchronous: true, majorVersion, minorVersion },
    scriptingEngine: 'javascript',
    headers: {
      'Content-Type': mediaType,
      ...(isRequest && { Accept: mediaType }),
      Date: '{$function.generic.curDate}',
      'FSPIOP-Source': source,
      'FSPIOP-Destination': destination,
    },
  };
  return { name: 'a message', inputValues: {}, test_cases: [{ name: 'it', requests: [request] }] };
}
