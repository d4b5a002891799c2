/** Ledger entries, in pages or as one stream. */
import { translated } from '../../common/words/languages';
import { refusalWords } from '../refusal-words';
import { Problem } from '../../common/api/problems';
import type { CycleEntry, EntryFilter, Obligations } from '../obligations';
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';

export function ledgerEntryHandlers(obligations: Obligations) {
  return {
    listLedgerEntries: small((call) => Promise.resolve(entriesOf(obligations, call))),
    readSetAside: small(() => Promise.resolve({ json: obligations.setAside() })),
  };
}

const pageDefault = 1_000;

function entriesOf(obligations: Obligations, call: Call): Answer {
  const { cycle = '', after, limit, ...filter } = call.parameters;
  const mediaType = call.accepted(['application/json', 'application/x-ndjson']);
  const all = obligations.entries(cycle, filterOf(filter));
  if (all === undefined) {
    const detail = translated(refusalWords, (said) => said.noSuchCycle);
    throw new Problem('unknown-id', { detail });
  }
  const entries = after === undefined ? all : behind(all, after);
  if (mediaType === 'application/x-ndjson') return { mediaType, chunks: lines(entries) };
  return { mediaType, chunks: page(entries, Number(limit ?? pageDefault)) };
}

function filterOf(parameters: Call['parameters']): EntryFilter {
  const { dfspId, transactionId, ledgerEntryType, currency, late } = parameters;
  const isLate = late === undefined ? undefined : late === 'true';
  return { dfspId, transactionId, ledgerEntryType, currency, late: isLate };
}

/** Entries come partition by partition, in order of each: so a place among them is a place for ever. */
async function* behind(entries: AsyncIterable<CycleEntry>, after: string) {
  const [partition = 0, offset = 0] = after.split('-').map(Number);
  for await (const one of entries) {
    const isBehind =
      one.partition > partition || (one.partition === partition && one.offset > offset);
    if (isBehind) yield one;
  }
}

async function* lines(entries: AsyncIterable<CycleEntry>): AsyncGenerator<string> {
  for await (const one of entries) yield `${shown(one)}\n`;
}

async function* page(entries: AsyncIterable<CycleEntry>, limit: number): AsyncGenerator<string> {
  let count = 0;
  let last: CycleEntry | undefined;
  let next: string | null = null;
  for await (const one of entries) {
    if (count === limit) {
      next = `${last?.partition}-${last?.offset}`;
      break;
    }
    yield `${count === 0 ? '{"entries":[' : ','}${shown(one)}`;
    last = one;
    count += 1;
  }
  yield `${count === 0 ? '{"entries":[' : ''}],"next":${JSON.stringify(next)}}`;
}

function shown({ entry, originCycleId }: CycleEntry): string {
  return JSON.stringify({ ...entry, originCycleId });
}
