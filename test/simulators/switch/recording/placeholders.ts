/** Puts names in the place of what differs from run to run: ids, times, hosts, traces. */
export class Placeholders {
  private readonly known: { readonly value: string; readonly name: string }[] = [];

  add(value: string, name: string): void {
    this.known.push({ value, name: `<${name}>` });
  }

  /** Also for its whole second, which is what the ledger keeps of it. */
  addTime(time: string, name: string): void {
    this.add(time, name);
    this.add(time.replace(/\.\d{3}Z$/, '.000Z'), `${name}, whole second`);
  }

  in(text: string): string {
    let named = text;
    for (const { value, name } of this.known) named = named.replaceAll(value, name);
    return named
      .replace(/\\n {4}at [^"\\]*/g, '<stack>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z/g, '<second>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000/g, '<second without zone>')
      .replace(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '<date>');
  }

  header(name: string, value: string, others: Readonly<Record<string, string>>): string {
    if (name === 'traceparent') return this.traceparent(value);
    if (name === 'tracestate') return tracestate(value, others['traceparent'] ?? '');
    return this.in(value);
  }

  private traceparent(value: string): string {
    const [version, traceId = '', , flags] = value.split('-');
    const named = this.in(traceId);
    const isNew = named === traceId && !/^0+$/.test(traceId);
    return `${version}-${isNew ? '<new trace>' : named}-<span>-${flags}`;
  }
}

/** The switch's own entry is base64 of JSON: shown by its keys, and whether it names the span. */
function tracestate(value: string, traceparent: string): string {
  return value
    .split(',')
    .map((entry) => {
      if (!entry.startsWith('acmevendor=')) return entry;
      const text = Buffer.from(entry.slice('acmevendor='.length), 'base64').toString('utf8');
      const tags = JSON.parse(text) as Record<string, string>;
      const isSpan = traceparent.split('-')[2] === tags['spanId'];
      return `acmevendor=<${Object.keys(tags).join(' ')}${isSpan ? '' : ' of another span'}>`;
    })
    .join(',');
}
