import type { Deps } from '../../common/runtime';
import { watchFiles } from '../../common/watched-files';
import {
  InvalidSignature,
  isSignedWith,
  readClaim,
  type Claim,
  type ReceivedMessage,
} from './check';
import { directoryKeys } from './directory-keys';
import { jwksKeys } from './jwks-keys';
import { readPrivateKey } from './keys';
import type { PeerKeys } from './peer-keys';
import type { SignatureSettings, SignSettings, VerifySettings } from './settings';
import { signatureHeaders } from './sign';
import type { SignedFields } from './signed-message';
import { messageOf } from '../../common/message-of';

/** What is signed for one switch, and what is demanded of what comes from it. */
export interface Signatures {
  /** The headers to send with a message; none where it goes unsigned. */
  sign(fields: SignedFields, body: string): Record<string, string>;
  /** Rejects with InvalidSignature when the message must not be believed. `unchecked`: nobody asks for one. */
  check(message: ReceivedMessage): Promise<'valid' | 'unchecked'>;
}

type SignatureDeps = Pick<Deps, 'clock' | 'http' | 'log'>;

/** @throws ConfigurationError when there is no key to sign with, or no folder of keys. */
export function createSignatures(settings: SignatureSettings, deps: SignatureDeps): Signatures {
  const { sign, verify } = settings;
  return {
    sign: sign === undefined ? () => ({}) : signer(sign, deps),
    check: verify === undefined ? () => Promise.resolve('unchecked') : checker(verify, deps),
  };
}

function signer(settings: SignSettings, { clock, log }: SignatureDeps): Signatures['sign'] {
  const { privateKeyPath, algorithm } = settings;
  if (algorithm !== 'RS256') {
    log.warn({ algorithm }, 'peers on Mojaloop’s own software refuse this algorithm: set RS256');
  }
  const currentKey = watchFiles({
    paths: [privateKeyPath],
    clock,
    log,
    parse: ([file]) => {
      try {
        return readPrivateKey(file?.content ?? '');
      } catch (error) {
        throw new Error(`${privateKeyPath} ${messageOf(error)}`, { cause: error });
      }
    },
  });
  const signed = { messages: true, ...settings };
  return (fields, body) =>
    signed[kindOf(fields)] ? signatureHeaders(fields, body, { key: currentKey(), algorithm }) : {};
}

/** The keys that the peers of one switch sign with. @throws ConfigurationError when there is no folder of keys */
export function peerKeysOf({ keys }: VerifySettings, deps: SignatureDeps): PeerKeys {
  return 'directory' in keys ? directoryKeys(keys.directory, deps) : jwksKeys(keys.jwksUrl, deps);
}

function checker(settings: VerifySettings, deps: SignatureDeps): Signatures['check'] {
  const { policies } = settings;
  const peerKeys = peerKeysOf(settings, deps);
  return async (message) => {
    const policy = policies[kindOf(message)];
    const isUnsigned = message.signatureHeader === undefined;
    if (policy === 'off' || (policy === 'accept' && isUnsigned)) return 'unchecked';
    const claim = readClaim(message);
    if (await isSignedBy(message.source, claim, peerKeys)) return 'valid';
    if ((await peerKeys.refresh()) && (await isSignedBy(message.source, claim, peerKeys))) {
      return 'valid';
    }
    throw new InvalidSignature('no key of FSPIOP-Source has made it');
  };
}

async function isSignedBy(source: string, claim: Claim, peerKeys: PeerKeys): Promise<boolean> {
  const keys = await peerKeys.of(source);
  return keys.some((key) => isSignedWith(key, claim));
}

/** The kinds that schemes treat apart. */
function kindOf({ method, resource }: SignedFields): 'messages' | 'getRequests' | 'putParties' {
  if (method === 'GET') return 'getRequests';
  return method === 'PUT' && resource === 'parties' ? 'putParties' : 'messages';
}
