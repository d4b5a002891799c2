/** Every look and act of a person goes to a topic of its own before it is done: what nobody can write down is not done. */
import type { Call } from '../../common/api/call';
import type { Operation } from '../../common/api/operations';
import type { Person } from '../../common/api/person';
import { Problem } from '../../common/api/problems';
import type { OperationsAct } from '../../common/contracts/operations-audit';
import type { KafkaPublisher } from '../../common/doors/kafka/kafka-door';
import { inTime } from '../../common/in-time';
import type { Deps } from '../../common/runtime';

export interface ActsDeps extends Pick<Deps, 'clock' | 'random'> {
  readonly publisher: Pick<KafkaPublisher, 'publish'>;
  readonly topic: string;
}

/** How long a person waits for it. */
const timeoutMs = 5_000;

type Asked = Pick<OperationsAct, 'tenant' | 'operation' | 'isAllowed' | 'parameters' | 'body'>;

export class Acts {
  constructor(private readonly deps: ActsDeps) {}

  readonly told = (operation: Operation, { person, parameters, body }: Call): Promise<void> =>
    this.write(person, {
      tenant: parameters['tenant'] ?? null,
      operation: operation.operationId,
      isAllowed: true,
      parameters,
      ...(body !== undefined && { body: withoutPersons(body, operation.personalFields) }),
    });

  readonly refused = (operation: Operation, person: Person, tenant: string): Promise<void> =>
    this.write(person, {
      tenant,
      operation: operation.operationId,
      isAllowed: false,
      parameters: {},
    });

  /** @throws Problem */
  private async write(person: Person, asked: Asked): Promise<void> {
    const { clock, random, publisher, topic } = this.deps;
    const actId = random.uuid();
    const at = new Date(clock.now()).toISOString();
    const act: OperationsAct = { version: 1, actId, at, person: person.name, ...asked };
    const written = publisher.publish([{ topic, key: actId, value: JSON.stringify(act) }]);
    const late = () => new Error(`Kafka has not taken it in ${timeoutMs} ms`);
    await inTime(clock, timeoutMs, written, late).catch((error: unknown) => {
      throw new Problem('unavailable', {
        detail: 'What you ask for cannot be written to the audit, so it is not done',
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    });
  }
}

function withoutPersons(body: unknown, fields: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !fields.includes(name)));
}
