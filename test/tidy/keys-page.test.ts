/** k8s/KEYS.md tells how each key is changed: one that it does not know could not be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { tenantBaseSchema } from '../../connectors/common/config/tenants';
import { findParts } from '../../connectors/common/hub/find-parts';
import { settingsOf } from '../../connectors/common/hub/read-configuration';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'k8s/KEYS.md'), 'utf8');
const roles = findParts().flatMap((part) => part.roles);

/** Rather too much: what it finds and is no key is told below. */
const likeKey = /secret|passw|key|token|tls|cert|jwks|credential|headers|private/i;
const saysKey = /\bsecrets?\b|\bpasswords?\b|\bcertificates?\b|private key|\bsigns?\b/i;

const isNoKey = [
  // Switches, and who or what it is about.
  /^(ZEEBE|KAFKA|ON_CALL_SMTP)_TLS$/,
  /_TOKEN_(ISSUER|AUDIENCE|[A-Z]+_CLAIM)$/,
  // Which users are let in by what is named beside.
  /_(USERNAME|CLIENT_ID)$/,
  // People sign in there.
  /^OPERATIONS_PAGE_(ISSUER|SESSION_HOURS_MAX)$/,
  // What has been signed, and how often.
  /^AUDIT_LOG_(CHECKPOINTS_TOPIC|CHECKPOINT_EVERY)$/,
];

function settingsWithKeys(): string[] {
  const described = settingsOf(roles).flatMap(({ schema }) =>
    Object.entries(schema.shape).map(
      ([name, field]) => [name, z.globalRegistry.get(field)?.description ?? ''] as const,
    ),
  );
  const found = described
    .filter(([name, what]) => likeKey.test(name) || saysKey.test(what))
    .map(([name]) => name)
    .filter((name) => !isNoKey.some((one) => one.test(name)));
  return [...new Set(found)];
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Of all fields, whatever may stand in them: `onCall.webhooks.*.secret`. */
function pathsIn(schema: JsonSchema, path: readonly string[] = []): string[] {
  const { properties = {}, additionalProperties, items, anyOf = [], allOf = [] } = schema;
  const named = Object.entries(properties).map(([name, one]) => [one, [...path, name]] as const);
  const deeper = [
    ...named,
    ...[...anyOf, ...allOf, ...(items === undefined ? [] : [items])].map(
      (one) => [one, path] as const,
    ),
    ...(typeof additionalProperties === 'object'
      ? [[additionalProperties, [...path, '*']] as const]
      : []),
  ];
  return [
    ...named.map(([, at]) => at.join('.')),
    ...deeper.flatMap(([one, at]) => pathsIn(one, at)),
  ];
}

function fieldsWithKeys(): string[] {
  const sections = roles.flatMap(({ needs }) =>
    needs.tenants === undefined ? [] : [[needs.tenants.name, needs.tenants.schema] as const],
  );
  const schemas = Object.fromEntries(sections);
  const whole = z.object({ ...tenantBaseSchema.shape, ...schemas });
  const asJson: unknown = z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' });
  const paths = pathsIn(asJson as JsonSchema);
  const isKey = (path: string) => likeKey.test(path.split('.').at(-1) ?? '');
  // Said once for all switches or for one of them: the same.
  const told = paths.filter(isKey).map((path) => path.replace('.switches.', '.'));
  const around = new Set(['channel.tokens']);
  return [...new Set(told)].filter((path) => !around.has(path));
}

test('what is looked for finds the keys that everybody knows', () => {
  expect(settingsWithKeys()).toEqual(
    expect.arrayContaining([
      'KAFKA_SASL_PASSWORD',
      'AUDIT_LOG_SIGNING_KEY',
      'ENGINES_TLS_DIRECTORY',
    ]),
  );
  expect(fieldsWithKeys()).toEqual(
    expect.arrayContaining([
      ...['mojaloop.ilpSecret', 'channel.tokens.publicKey', 'amsFineract.password'],
      ...['mojaloop.signatures.sign.privateKeyPath', 'onCall.people.*.webhook.secret'],
    ]),
  );
});

test('k8s/KEYS.md names every setting that is a secret, a key or a certificate', () => {
  expect(settingsWithKeys().filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('k8s/KEYS.md names every field of a tenant’s file that is a secret, a key or a certificate', () => {
  const isNamed = (path: string) =>
    page.includes(`\`${path}\``) || page.includes(`\`${path}File\``);
  expect(fieldsWithKeys().filter((path) => !isNamed(path))).toEqual([]);
});

test('k8s/KEYS.md names no test that is not there', () => {
  const named = [...page.matchAll(/[\w/-]+\.(?:int\.)?test\.ts/g)].map(([path]) => path);
  expect(named.length).toBeGreaterThan(10);
  const isThere = (path: string): boolean => {
    try {
      return readFileSync(join(root, path), 'utf8') !== '';
    } catch {
      return false;
    }
  };
  expect(named.filter((path) => !isThere(path))).toEqual([]);
});
