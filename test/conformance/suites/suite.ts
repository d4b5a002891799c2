import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Check } from '../../kit/payments/checks';
import { problemsOf } from '../published-api';
import type { Sent } from '../recorder';
import type { Stage } from '../stage';
import type { Report } from '../toolkit/report';

/** Something that must be so, with a name that no other of its suite has. */
export interface Assertion {
  readonly name: string;
  readonly passed: boolean;
  /** What was found instead; empty when it passed. */
  readonly found: string;
}

export interface Suite {
  /** Stands in the table and in known-differences.json. */
  readonly name: string;
  /** Who the toolkit is in it. */
  readonly toolkitIs: 'payer' | 'payee and switch' | 'payer and switch' | 'hub-only switch';
  /** Is of no use without signatures. */
  readonly onlySigned?: boolean;
  /** Plays it. The toolkit's settings and rules are as the suite before has left them. */
  play(stage: Stage, version: FspiopVersion): Promise<Assertion[]>;
}

/** Plays a suite; all that the hub sends meanwhile must be as the toolkit and the published files want it. */
export async function playSuite(
  suite: Suite,
  stage: Stage,
  version: FspiopVersion,
): Promise<Assertion[]> {
  stage.sent.take();
  const assertions = await suite.play(stage, version);
  return [...withNumbers(assertions), ...assertionsOnSent(stage.sent.take())];
}

/** Requests of the same name are told apart by a number. */
function withNumbers(assertions: readonly Assertion[]): Assertion[] {
  const seen = new Map<string, number>();
  return assertions.map((assertion) => {
    const count = (seen.get(assertion.name) ?? 0) + 1;
    seen.set(assertion.name, count);
    return count === 1 ? assertion : { ...assertion, name: `${assertion.name} (${count})` };
  });
}

function assertionsOnSent(sent: readonly Sent[]): Assertion[] {
  const refused = sent.filter(({ status }) => status >= 300);
  const wrong = sent.map((one) => ({ one, problems: problemsOf(one) }));
  return [
    {
      name: 'what the hub sends > is taken by the toolkit, whose schemas it fits',
      passed: sent.length > 0 && refused.length === 0,
      found:
        sent.length === 0
          ? 'nothing was sent'
          : refused.map((one) => `${lineOf(one)}: ${one.status} ${one.answer}`).join('; '),
    },
    {
      name: 'what the hub sends > fits the published files, with no element that they do not name',
      passed: wrong.every(({ problems }) => problems.length === 0),
      found: wrong
        .filter(({ problems }) => problems.length > 0)
        .map(({ one, problems }) => `${lineOf(one)}: ${problems.join(', ')}`)
        .join('; '),
    },
  ];
}

const lineOf = ({ method, path }: Sent) => `${method} ${path}`;

/** The assertions of a collection. One that asserted nothing has not passed. */
export function assertionsOfReport(report: Report): Assertion[] {
  return report.test_cases.flatMap(({ name, requests }) =>
    requests.flatMap(({ request, response, callback }) =>
      (request.tests?.assertions ?? []).map(({ description, resultStatus }): Assertion => {
        const passed = resultStatus.status === 'SUCCESS';
        const seen = JSON.stringify({ response, callback });
        return {
          name: [name, request.description, description].map((part) => part.trim()).join(' > '),
          passed,
          found: passed ? '' : `${resultStatus.message ?? 'nothing was asserted'}; seen: ${seen}`,
        };
      }),
    ),
  );
}

export function assertionsOfChecks(title: string, checks: readonly Check[]): Assertion[] {
  return checks.map(({ claim, isTrue, found }) => ({
    name: `${title} > ${claim}`,
    passed: isTrue,
    found: isTrue ? '' : found,
  }));
}
