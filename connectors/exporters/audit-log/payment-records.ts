/** Which records of an engine are those of one payment. */
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';

const instancePattern = /"processInstanceKey":(\d+)/g;

/** All records go through `learn` first: what names the payment may stand after what belongs to it. */
export class PaymentRecords {
  private readonly instances = new Set<string>();
  private readonly variable: string;

  constructor(private readonly transactionId: string) {
    this.variable = `"name":"transactionId","value":"\\"${transactionId}\\""`;
  }

  learn({ value = '' }: KafkaRecord): void {
    if (!value.includes(this.variable)) return;
    for (const key of instancesOf(value)) this.instances.add(key);
  }

  /** It names the payment, or is of one of its processes. */
  has({ value = '' }: KafkaRecord): boolean {
    if (value.includes(this.transactionId)) return true;
    return instancesOf(value).some((key) => this.instances.has(key));
  }
}

function instancesOf(document: string): string[] {
  return [...document.matchAll(instancePattern)].map(([, key = '']) => key);
}
