/** Every look and act of a person goes to a topic of its own before it is done: what nobody can write down is not done. */
import type { Call } from '../../common/api/call';
import type { Operation } from '../../common/api/operations';
import type { Person } from '../../common/api/person';
import type { OperationsAct } from '../../common/contracts/operations-audit';
import type { PersonTokens } from '../../common/contracts/person-tokens';
import type { KafkaPublisher } from '../../common/doors/kafka/kafka-door';
import type { Deps } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { kafkaInTime } from '../following/kafka-in-time';
import { apiWords } from './api-words';
import { withoutPersons, type TokenOf } from './act-persons';

export interface ActsDeps extends Pick<Deps, 'clock' | 'random'> {
  readonly publisher: Pick<KafkaPublisher, 'publish'>;
  readonly topic: string;
  /** None: without its secret nobody is known by a number. */
  readonly tokens: PersonTokens | undefined;
}

type Asked = Omit<OperationsAct, 'version' | 'actId' | 'at' | 'person'>;

export class Acts {
  constructor(private readonly deps: ActsDeps) {}

  readonly told = (operation: Operation, call: Call): Promise<void> => {
    const { tokens } = this.deps;
    const tenant = call.parameters['tenant'] ?? null;
    const tokenOf: TokenOf = (party) =>
      tenant === null ? undefined : tokens?.tokenOf(tenant, tokens.fingerprintOf(party));
    const { parameters, body, persons } = withoutPersons(call, operation.personalFields, tokenOf);
    return this.write(call.person, {
      ...{ tenant, operation: operation.operationId, isAllowed: true, parameters },
      ...(body !== undefined && { body }),
      ...(persons.length > 0 && { persons: [...persons] }),
    });
  };

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
    await kafkaInTime(clock, written, notWritten);
  }
}

const notWritten = translated(apiWords, (said) => said.notAudited);
