/** That the flows' contracts fit together, and that what is marked as nobody's data has no field that could hold somebody's. */
import { z } from 'zod';
import { personalFields } from '../observability/logging';
import * as authorizations from './authorizations';
import * as everyFlow from './every-flow';
import * as fees from './fees';
import * as flowsToCome from './flows-to-come';
import { messageNames } from './messages';
import * as operator from './operator';
import * as payee from './payee';
import * as payerTransfer from './payer-transfer';
import { privacy } from './privacy';
import * as requestToPay from './request-to-pay';
import { variables } from './variables';

/** Names of all fields of a schema, at any depth. */
function fieldsOf(schema: z.ZodType): Set<string> {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'properties') Object.keys(inner as object).forEach((name) => names.add(name));
      walk(inner);
    }
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }));
  return names;
}

/** Packets hold names and numbers too, sealed so that no log can cut them out. */
const packets = ['ilpPacket'];

test.each(Object.entries(variables))('%s is marked as what it is', (name, schema) => {
  const isPersonal = privacy[name as keyof typeof variables].isPersonal;
  const found = [...fieldsOf(schema)].filter(
    (field) => personalFields.has(field) || packets.includes(field),
  );
  expect({ name, found: isPersonal ? [] : found }).toEqual({ name, found: [] });
});

test('a variable that is personal is cut out of logs whole', () => {
  const personal = Object.entries(privacy).flatMap(([name, { isPersonal }]) =>
    isPersonal ? [name] : [],
  );
  expect(personal.length).toBeGreaterThan(0);
  expect(personal.filter((name) => !personalFields.has(name))).toEqual([]);
});

test('no two flows have a variable or a message of the same name', () => {
  const flows = [
    ...[everyFlow, payerTransfer, payee, operator, fees],
    ...[flowsToCome, requestToPay, authorizations],
  ];
  const named = (ending: string) =>
    flows.flatMap((flow) =>
      Object.entries(flow).flatMap(([name, value]) =>
        name.endsWith(ending) ? Object.keys(value as object) : [],
      ),
    );
  expect(named('Variables').toSorted()).toEqual(Object.keys(variables).toSorted());
  expect(named('Messages').toSorted()).toEqual(Object.keys(messageNames).toSorted());
});
