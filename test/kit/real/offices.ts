import type { FineractAddress } from './addresses';

/** A DFSP's own office in a Fineract that several share, and a user who sees no other. */
export interface Office {
  readonly officeId: number;
  readonly address: FineractAddress;
}

const superUser = 1;
const password = 'Abcdef1234567#x';

/** By a user who may do everything. */
export async function openOffice(head: FineractAddress, name: string): Promise<Office> {
  const dates = { locale: 'en', dateFormat: 'yyyy-MM-dd', openingDate: '2020-01-01' };
  const { officeId } = await post(head, '/offices', { name, parentId: 1, ...dates });
  await post(head, '/users', {
    ...{ username: name, firstname: 'Payment', lastname: 'Hub', email: 'hub@bank.example' },
    ...{ officeId, roles: [superUser], password, repeatPassword: password },
    ...{ sendPasswordToEmail: false, passwordNeverExpires: true },
  });
  return { officeId: Number(officeId), address: { ...head, username: name, password } };
}

/** Gives Fineract the report of `hub statement`, if nobody has done so before. */
export async function defineReport(head: FineractAddress, definition: object): Promise<void> {
  const { reportName } = definition as { readonly reportName: string };
  const known = (await call(head, 'GET', '/reports')) as readonly { readonly reportName: string }[];
  if (!known.some((one) => one.reportName === reportName)) await post(head, '/reports', definition);
}

const post = async (address: FineractAddress, path: string, body: object) =>
  (await call(address, 'POST', path, body)) as Readonly<Record<string, unknown>>;

async function call(
  { baseUrl, username, password: secret, tenant }: FineractAddress,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`,
      'fineract-platform-tenantid': tenant,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}
