import { useCases, type UseCaseName } from '../common/contracts/use-cases';
import {
  allUseCases,
  payeesResources,
  payersResources,
  payersUseCasesOf,
  useCasesOf,
} from './addresses';
import { writeMerchantCode, type MerchantCode } from './qr/merchant-code';
import { qrCodesSchema } from './qr/settings';

type Json = Readonly<Record<string, unknown>>;
interface Operation extends Json {
  readonly operationId: string;
  readonly requestBody: { readonly content: { readonly 'application/json': Json } };
}
interface RequestSchema extends Json {
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
}

/** What openapi.yaml describes of one address, which those of the other use cases are like. */
export interface Written {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly examples: Readonly<Record<string, Json>>;
    readonly schemas: Json & { readonly TransferRequest: RequestSchema };
  };
}

const written = 'transfer';

/** openapi.yaml with an address for each resource in the table of use cases, in the words of the one that it describes. */
export function withUseCases<Document>(document: Document & Written): Document {
  const { paths, components, tags } = document;
  const others = payersResources.filter((resource) => resource !== written);
  const ways = others.flatMap((resource) => Object.entries(pathsOf(resource, document)));
  const schemas = allUseCases
    .filter((name) => useCases[name].resource !== written)
    .map((name) => [requestSchemaName(name), requestSchemaOf(name, components.schemas)]);
  return {
    ...document,
    tags: [...tags, ...others.map((resource) => ({ name: titleOf(resource) }))],
    paths: {
      ...(Object.fromEntries(ways) as typeof paths),
      ...paths,
      ...payeesPathsOf(paths),
    },
    components: {
      ...components,
      schemas: { ...(Object.fromEntries(schemas) as Json), ...components.schemas },
    },
  };
}

/** What payees ask for is described once, and by the table each of what may be asked. */
function payeesPathsOf(paths: Written['paths']): Written['paths'] {
  const ways = payeesResources.map((resource) => {
    const path = `/channel/${resource}`;
    const { post, ...others } = paths[path] ?? {};
    if (post === undefined) throw new Error(`openapi.yaml does not describe POST ${path}`);
    const { requestBody } = post;
    const names = useCasesOf(resource);
    const content = requestBody.content['application/json'];
    const examples = { ...(content['examples'] as Json), ...bodiesOf(names).examples };
    const body = { ...bodiesOf(names), examples };
    const asked = {
      ...post,
      requestBody: { ...requestBody, content: { 'application/json': body } },
    };
    return [path, { post: asked, ...others }] as const;
  });
  return Object.fromEntries(ways);
}

/** Of the body by which a channel asks for it. */
export function requestSchemaName(name: UseCaseName): string {
  return name === 'channel-transfer' ? 'TransferRequest' : `${capitalised(name)}Request`;
}

function pathsOf(resource: string, { paths, components }: Written): Json {
  const ofWritten = Object.entries(paths).filter(([path]) =>
    path.startsWith(`/channel/${written}`),
  );
  const copies = ofWritten.map(([path, item]) => {
    const operations = Object.entries(item).map(([method, operation]) => {
      const named = {
        ...operation,
        operationId: operation.operationId.replace(/Transfer$/, capitalised(resource)),
        tags: [titleOf(resource)],
      };
      const asks = method === 'post' && path === `/channel/${written}`;
      return [method, asks ? askedFor(resource, named) : named];
    });
    return [path, Object.fromEntries(operations) as Json] as const;
  });
  const text = JSON.stringify(Object.fromEntries(copies), (_key, value: unknown) =>
    withExample(value, components.examples),
  );
  return JSON.parse(text.replaceAll(`/channel/${written}`, `/channel/${resource}`)) as Json;
}

/** The examples name addresses, so those of another resource are not these. */
function withExample(value: unknown, examples: Readonly<Record<string, Json>>): unknown {
  const { $ref } = (value ?? {}) as { readonly $ref?: unknown };
  const [, name] = (typeof $ref === 'string' && /^#\/components\/examples\/(.+)$/.exec($ref)) || [];
  return name === undefined ? value : examples[name];
}

function askedFor(resource: string, operation: Operation): Operation {
  const names = payersUseCasesOf(resource);
  return {
    ...operation,
    summary: names.map((name) => useCases[name].title).join('; '),
    requestBody: {
      ...operation.requestBody,
      content: {
        'application/json': bodiesOf(names),
      },
    },
  };
}

/** Of what its address serves: the others are told from it by who asks. */
function isFirst(name: UseCaseName): boolean {
  return useCasesOf(useCases[name].resource)[0] === name;
}

function bodiesOf(names: readonly UseCaseName[]) {
  const schemas = names.map((name) => ({
    $ref: `#/components/schemas/${requestSchemaName(name)}`,
  }));
  const [first] = schemas;
  return {
    schema: schemas.length === 1 ? first : { oneOf: schemas },
    examples: Object.fromEntries(names.flatMap(examplesOf)) as Json,
  };
}

function examplesOf(name: UseCaseName): (readonly [string, Json])[] {
  const { title, example, byQrCode, isRefund, transactionType } = useCases[name];
  const { initiator, initiatorType } = transactionType;
  const asker = isFirst(name) ? {} : initiator === 'PAYEE' ? { useCase: name } : { initiatorType };
  const amount = { amount: '25000', currency: 'TZS' };
  const original = isRefund && {
    originalTransactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
    refundReason: 'Returned',
  };
  const value = {
    clientCorrelationId: `${name}-1`,
    ...asker,
    ...original,
    ...example,
    amount,
  };
  const usual = [name, { summary: title, value }] as const;
  if (byQrCode !== true) return [usual];
  const { payer, payee } = example;
  const scanned = {
    clientCorrelationId: `${name}-2`,
    payer,
    qrCode: exampleQrCode({ payee, amount }),
    askPayer: true,
  };
  return [usual, [`${name}-by-qr-code`, { summary: `${title}, by QR code`, value: scanned }]];
}

function exampleQrCode(sale: Pick<MerchantCode, 'payee' | 'amount'>): string {
  const settings = qrCodesSchema.parse({ scheme: 'tz.example.scheme' });
  const code: MerchantCode = {
    ...sale,
    currency: 'TZS',
    addition: { kind: 'none' },
    merchantName: 'Duka la Mama',
    merchantCity: 'Dodoma',
    merchantCategoryCode: '5411',
    countryCode: 'TZ',
    references: { billNumber: 'INV-7' },
  };
  return writeMerchantCode(code, settings);
}

const saidByCode = ['payee', 'amount'];
const scanned = {
  if: { required: ['qrCode'] },
  then: { properties: { payee: { not: {}, description: 'the QR code says who is paid' } } },
  else: {
    properties: { tip: { not: {}, description: 'only with a QR code' } },
    required: saidByCode,
  },
};

const refundProperties = {
  originalTransactionId: {
    $ref: '#/components/schemas/OriginalTransactionId',
  },
  refundReason: { $ref: '#/components/schemas/Text' },
};

/** As of a transfer, but what the use case says need not be said, and cannot be said otherwise. */
function requestSchemaOf(
  name: UseCaseName,
  { TransferRequest }: Written['components']['schemas'],
): Json {
  const { title, amountType, transactionType, byQrCode, isRefund } = useCases[name];
  const { properties, required, ...schema } = TransferRequest;
  let ofTransfer = Object.entries(properties).filter(([name]) => name !== 'transactionType');
  const { initiator, initiatorType } = transactionType;
  if (initiator === 'PAYEE') {
    // The payee gets what is asked for, and the payer always sees the costs first.
    ofTransfer = ofTransfer.filter(([name]) => name !== 'amountType' && name !== 'askPayer');
  }
  return {
    ...schema,
    description: title,
    properties: {
      ...Object.fromEntries(ofTransfer),
      ...(initiator === 'PAYER' && {
        amountType: { ...properties['amountType'], default: amountType },
      }),
      ...(initiator === 'PAYEE' && { useCase: useCaseSchemaOf(name) }),
      initiator: { type: 'string', enum: [initiator], default: initiator },
      initiatorType: { type: 'string', enum: [initiatorType], default: initiatorType },
      ...(isRefund && refundProperties),
      ...(byQrCode && {
        qrCode: { $ref: '#/components/schemas/QrCode' },
        tip: { $ref: '#/components/schemas/RequestedMoney' },
      }),
    },
    required: [
      ...required.filter((field) => !byQrCode || !saidByCode.includes(field)),
      ...(isRefund ? ['originalTransactionId'] : []),
      ...(isFirst(name) ? [] : [initiator === 'PAYEE' ? 'useCase' : 'initiatorType']),
    ],
    ...(byQrCode && scanned),
  };
}

/** One address takes all that payees ask for: the request says which it is, and is the first where it does not. */
function useCaseSchemaOf(name: UseCaseName): Json {
  return { type: 'string', enum: [name], ...(isFirst(name) && { default: name }) };
}

/** cash-outs -> CashOuts */
function capitalised(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** merchant-payments -> Merchant payments */
function titleOf(resource: string): string {
  const words = resource.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
