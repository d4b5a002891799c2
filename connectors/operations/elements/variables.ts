/** Which element has set which variable, and what has become of it since. */
import type { ProcessRecord, VariableRecord } from './engine-record';

export interface SetVariable {
  readonly name: string;
  readonly at: string;
  /** JSON as the engine wrote it: `"[personal]"` where a person's data was cut out. */
  readonly then: string;
  /** Absent: it was the element's own, and has gone with it. */
  readonly now?: string;
}

interface Entry {
  readonly record: VariableRecord;
  /** In the scope of who has set it, and gone with that. */
  readonly isOwn: boolean;
  by: string | undefined;
}

/**
 * The engine does not say who sets a variable. But what an element gives to its surroundings is written in one go with its
 * COMPLETING and COMPLETED, and all that is written in one go has one time.
 */
export class VariableBook {
  private readonly entries: Entry[] = [];
  /** By scope and name. */
  private readonly latest = new Map<string, string>();
  /** The element that is giving its results. */
  private completing: Pick<ProcessRecord, 'key' | 'timestamp'> | undefined;
  private isBegun = false;

  step({ key, intent, timestamp, value }: ProcessRecord): void {
    const isProcess = value.bpmnElementType === 'PROCESS';
    if (isProcess && intent === 'ELEMENT_ACTIVATED') this.isBegun = true;
    if (intent === 'ELEMENT_COMPLETING') this.completing = { key, timestamp };
    if (intent !== 'ELEMENT_COMPLETED') return;
    this.completing = undefined;
    // Of a called process the results are there before its caller completes.
    for (const one of isProcess ? [] : this.entries) {
      if (one.by === undefined && one.record.timestamp === timestamp) one.by = key;
    }
  }

  set(record: VariableRecord): void {
    const { scopeKey, name, value, processInstanceKey } = record.value;
    this.latest.set(`${scopeKey} ${name}`, value);
    const { completing } = this;
    const isResult = completing?.timestamp === record.timestamp && completing.key !== scopeKey;
    if (isResult) this.entries.push({ record, isOwn: false, by: completing.key });
    else if (scopeKey !== processInstanceKey) {
      this.entries.push({ record, isOwn: true, by: scopeKey });
    } else {
      this.entries.push({ record, isOwn: false, by: this.isBegun ? undefined : scopeKey });
    }
  }

  /** What it has given to its surroundings; and what was its own, unless it has given that too. */
  setBy(key: string): SetVariable[] {
    const all = this.entries.filter(({ by }) => by === key);
    const given = new Set(all.filter(({ isOwn }) => !isOwn).map(({ record }) => record.value.name));
    return all
      .filter(({ isOwn, record }) => !isOwn || !given.has(record.value.name))
      .map((entry) => this.shown(entry));
  }

  setFromOutside(): SetVariable[] {
    return this.entries.filter(({ by }) => by === undefined).map((entry) => this.shown(entry));
  }

  private shown({ record, isOwn }: Entry): SetVariable {
    const { name, value: then, scopeKey } = record.value;
    const now = this.latest.get(`${scopeKey} ${name}`);
    const at = new Date(record.timestamp).toISOString();
    return { name, at, then, ...(!isOwn && now !== undefined && { now }) };
  }
}
