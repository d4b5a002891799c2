import type { World } from './scenario';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * An answer's body without what differs from run to run: ids become their kind and their rank of
 * appearance, names of products and clients, times and {run} become placeholders. Faults that Fineract
 * lists many times become one with `times`. Undefined for an empty body.
 */
export function comparable(text: string, world: World): unknown {
  if (text === '') return undefined;
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    return text.replaceAll(world.run, '{run}'); // `OK` of the health check.
  }
  return new Comparison(world).value(parsed, '');
}

const transactionIds = ['originalTransactionId', 'releaseTransactionId'];
const productNames: Readonly<Record<string, string>> = {
  productName: '{product}',
  shortProductName: '{product}',
  savingsProductName: '{product}',
  savingsProductId: '{product}',
  savingProductId: '{product}',
};
const generatedIds = ['resourceId', 'resourceIdentifier', 'commandId'];
/** Errors whose arguments are internal ids. */
const namesAccountId = /^error\.msg\.savings?\.account\.(blocked|debit|credit|trasaction|id)/;
const times = ['timestamp', 'completedTimestamp'];

class Comparison {
  private readonly ranks = new Map<string, string>();

  constructor(private readonly world: World) {}

  value(value: Json, key: string): Json {
    if (Array.isArray(value)) return this.list(value, key);
    if (typeof value === 'object' && value !== null) return this.object(value);
    return this.scalar(value, key);
  }

  private list(items: Json[], key: string): Json {
    if (items.length === 3 && items.every((item) => typeof item === 'number'))
      return this.date(items);
    if (key === 'errors') return this.folded(items.map((item) => this.value(item, 'error')));
    return items.map((item) => this.value(item, `${key}[]`));
  }

  private object(object: { [key: string]: Json }): Json {
    const isTransaction = 'transactionType' in object;
    if (
      typeof object['userMessageGlobalisationCode'] === 'string' &&
      namesAccountId.test(object['userMessageGlobalisationCode'])
    )
      return this.accountError(object);
    if (object['userMessageGlobalisationCode'] === 'error.msg.client.not.active.exception')
      return this.clientError(object);
    const entries = Object.entries(object).map(([key, value]): [string, Json] => {
      if (key === 'id') return [key, this.id(object, value, isTransaction)];
      if (key === 'accountNo' && 'legalForm' in object) return [key, '{client}'];
      return [key, this.value(value, isTransaction && key === 'accountId' ? 'savingsId' : key)];
    });
    return Object.fromEntries(entries);
  }

  private id(object: { [key: string]: Json }, id: Json, isTransaction: boolean): Json {
    if (isTransaction || 'paymentType' in object) return this.rank('transaction', id);
    if ('depositType' in object) return this.account(id);
    if ('legalForm' in object) return '{client}';
    if ('actionName' in object) return '{audit}';
    return id;
  }

  private scalar(value: string | number | boolean | null, key: string): Json {
    if (transactionIds.includes(key)) return value === 0 ? 0 : this.rank('transaction', value);
    const product = productNames[key];
    // A client's savingsProductName is, oddly, the client's own id.
    if (product !== undefined) return value === String(this.world.clientId) ? '{client}' : product;
    if (generatedIds.includes(key)) return '{generated}';
    if (key === 'clientId') return value === this.world.clientId ? '{client}' : value;
    if (key === 'savingsId' || key === 'accountNo') return this.account(value);
    if (key === 'mobileNo') return '{mobileNo}';
    if (times.includes(key)) return readsAsTime(String(value)) ? '{time}' : value;
    if (key === 'madeOnDate') return '{millis}';
    if (key === 'maker' || key.endsWith('ByUsername')) return '{user}';
    return typeof value === 'string' ? this.text(value, key) : value;
  }

  /** Internal ids stand in some errors' arguments. */
  private accountError(error: { [key: string]: Json }): Json {
    const args = (error['args'] as { value?: Json }[]).map((arg) =>
      typeof arg.value === 'number'
        ? { value: this.account(arg.value) }
        : this.value(arg as Json, 'arg'),
    );
    const texts = Object.entries(error).map(([key, value]): [string, Json] => [
      key,
      typeof value === 'string' ? this.text(value) : value,
    ]);
    return { ...Object.fromEntries(texts), args };
  }

  private clientError(error: { [key: string]: Json }): Json {
    const { clientId } = this.world;
    const texts = Object.entries(error).map(([key, value]): [string, Json] => [
      key,
      typeof value === 'string' ? value.replace(`\`${clientId}\``, '`{client}`') : value,
    ]);
    return { ...Object.fromEntries(texts), args: [{ value: '{client}' }] };
  }

  private text(text: string, key = ''): string {
    const { run, today, accountIds, clientId } = this.world;
    const alias = Object.entries(accountIds).find(([, id]) => text === String(id))?.[0];
    if (key === 'value' && alias !== undefined) return `{id:${alias}}`;
    let result = text.replaceAll(run, '{run}').replaceAll(today, '{today}');
    for (const [alias, id] of Object.entries(accountIds)) {
      const naming = new RegExp(
        `(transactions? (?:from|to) |identifier |/savingsaccounts/)${id}\\b`,
        'g',
      );
      result = result.replace(naming, `$1{id:${alias}}`);
    }
    result = result.replace(/trasaction identifier \d+/, 'trasaction identifier {transaction}');
    return result.replace(`/clients/${clientId}`, '/clients/{client}');
  }

  /** An account's id in any dress. */
  private account(value: Json): Json {
    const id = Number(value);
    const alias = Object.entries(this.world.accountIds).find(
      ([, accountId]) => accountId === id,
    )?.[0];
    return alias === undefined ? '{generated}' : `{id:${alias}}`;
  }

  private rank(kind: string, id: Json): string {
    const key = `${kind} ${JSON.stringify(id)}`;
    const known = this.ranks.get(key) ?? `{${kind} ${this.ranks.size + 1}}`;
    this.ranks.set(key, known);
    return known;
  }

  private date(parts: Json[]): Json {
    const [year, month, day] = parts.map((part) => JSON.stringify(part).padStart(2, '0'));
    const date = `${year}-${month}-${day}`;
    return date === this.world.today ? '{today}' : date;
  }

  private folded(errors: Json[]): Json {
    const counts = new Map<string, number>();
    for (const error of errors) {
      const text = JSON.stringify(error);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts].map(([text, count]) => {
      const error = JSON.parse(text) as { [key: string]: Json };
      return count === 1 ? error : { times: count, ...error };
    });
  }
}

/** `2026-11-21T16:17:54+0530`, or Spring's `2026-11-21T10:47:50.767Z`. */
function readsAsTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\+\d{4}|\.\d{3}Z)$/.test(text);
}
