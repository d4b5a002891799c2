/** Cycles of obligations: what they come to, their closing, and what the participants say to them. */
import type { Person } from '../../common/api/person';
import { Problem, type ProblemName } from '../../common/api/problems';
import type { AnswerRefusal, CloseRefusal, Obligations } from '../obligations';
import { reportCsv } from '../report';
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { translated, type Translated } from '../../common/words/languages';
import { refusalWords } from '../refusal-words';

export function cycleHandlers(obligations: Obligations, dfspClaim: string) {
  return {
    listCycles: small(() => Promise.resolve({ json: { cycles: obligations.cycles() } })),
    readCycle: small((call) =>
      Promise.resolve({ json: found(obligations.cycle(cycleIdOf(call))) }),
    ),
    listObligations: small((call) => Promise.resolve(obligationsOf(obligations, call))),
    closeCycle: small(async (call) => {
      const outcome = await obligations.close(cycleIdOf(call));
      if (outcome.kind === 'closed') return { json: { state: 'closed', ...outcome.cycle } };
      throw new Problem(closeProblems[outcome.code], { detail: outcome.reason });
    }),
    recomputeCycle: small(async (call) => ({
      json: found(await obligations.recompute(cycleIdOf(call)), notClosed),
    })),
    listAcknowledgements: small((call) => {
      const participants = found(obligations.answers(cycleIdOf(call)), notClosed);
      return Promise.resolve({ json: { participants } });
    }),
    readStatement: small((call) => {
      const dfspId = ownDfspOf(call, dfspClaim);
      const statement = obligations.statement(cycleIdOf(call), dfspId);
      return Promise.resolve({ json: found(statement, notClosed) });
    }),
    acknowledgeStatement: small((call) => acknowledge(obligations, call, dfspClaim)),
  };
}

const notClosed = translated(refusalWords, (said) => said.notClosed);

const cycleIdOf = ({ parameters }: Call): string => parameters['id'] ?? '';

function ownDfspOf({ person, parameters }: Call, claim: string): string {
  const dfspId = parameters['dfspId'] ?? '';
  requireDfsp(person, claim, dfspId);
  return dfspId;
}

/** @throws Problem when the token names no DFSP, or another one. */
function requireDfsp({ claims }: Person, claim: string, dfspId: string): void {
  if (claims[claim] === dfspId) return;
  const detail = translated(refusalWords, (said) => said.otherDfsp(claim, dfspId));
  throw new Problem('forbidden', { detail });
}

function found<Found>(value: Found | undefined, detail?: Translated): Found {
  if (value !== undefined) return value;
  throw new Problem('unknown-id', { ...(detail !== undefined && { detail }) });
}

function obligationsOf(all: Obligations, call: Call): Answer {
  const mediaType = call.accepted(['application/json', 'text/csv']);
  const cycle = found(all.cycle(cycleIdOf(call)));
  if (mediaType === 'text/csv') return { mediaType, content: reportCsv(cycle) };
  const { cycleId, state, obligations } = cycle;
  return { json: { cycleId, state, obligations } };
}

async function acknowledge(obligations: Obligations, call: Call, claim: string): Promise<Answer> {
  const dfspId = ownDfspOf(call, claim);
  const { statementHash, dispute } = call.body as { statementHash: string; dispute?: string };
  const outcome = await obligations.answer({
    cycleId: cycleIdOf(call),
    dfspId,
    statementHash,
    answer:
      dispute === undefined ? { kind: 'acknowledged' } : { kind: 'disputed', reason: dispute },
    by: call.person.name,
  });
  if (outcome.kind === 'taken') return { json: outcome.answer };
  throw new Problem(answerProblems[outcome.code], { detail: outcome.reason });
}

const closeProblems: Readonly<Record<CloseRefusal, ProblemName>> = {
  'unknown-cycle': 'unknown-id',
  'not-the-next': 'other-state',
  'window-not-past': 'other-state',
  unbalanced: 'other-state',
};

const answerProblems: Readonly<Record<AnswerRefusal, ProblemName>> = {
  'unknown-cycle': 'unknown-id',
  'not-closed': 'other-state',
  'not-a-participant': 'unknown-id',
  'other-figures': 'other-state',
};
