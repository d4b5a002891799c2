/** Certificate authorities and certificates made on the spot. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type Extension,
  type JsonGeneralNames,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto as never);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

/** A certificate and its key, in PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority {
  readonly certificate: string;
  issue(options?: {
    readonly names?: JsonGeneralNames;
    readonly notBefore?: Date;
    readonly notAfter?: Date;
    readonly subject?: string;
  }): Promise<Pair>;
}

export async function createAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const subject = `CN=${name}`;
  const root = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys,
    signingAlgorithm: algorithm,
    notBefore: daysFromNow(-30),
    notAfter: daysFromNow(3_650),
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  return {
    certificate: root.toString('pem'),
    issue: async ({
      names = [{ type: 'ip', value: '127.0.0.1' }],
      notBefore = daysFromNow(-20),
      notAfter = daysFromNow(90),
      subject: whose = 'CN=a peer',
    } = {}) => {
      const own = await newKeys();
      const extensions: Extension[] = [new SubjectAlternativeNameExtension(names)];
      const issued = await X509CertificateGenerator.create({
        subject: whose,
        issuer: subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        notBefore,
        notAfter,
        extensions,
      });
      return { certificate: issued.toString('pem'), key: await pemOf(own.privateKey) };
    },
  };
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

/** A folder as cert-manager and Kubernetes fill it. */
export class TlsFolder {
  constructor(
    content: { readonly pair?: Pair; readonly authority?: Authority },
    readonly path = mkdtempSync(join(tmpdir(), 'hub-tls-')),
  ) {
    this.put(content);
  }

  put({ pair, authority }: { readonly pair?: Pair; readonly authority?: Authority }): void {
    mkdirSync(this.path, { recursive: true });
    if (pair !== undefined) {
      this.write('tls.crt', pair.certificate);
      this.write('tls.key', pair.key);
    }
    if (authority !== undefined) this.write('ca.crt', authority.certificate);
  }

  write(name: 'tls.crt' | 'tls.key' | 'ca.crt', content: string): void {
    writeFileSync(join(this.path, name), content);
  }

  remove(name = ''): void {
    rmSync(join(this.path, name), { recursive: true });
  }
}

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}
