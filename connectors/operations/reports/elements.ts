/** The same by elements of diagrams: at which of them payments were, what became of these, and at which they stand. */
import { countPassed, nonePassed, passedColumns, placeOf } from './passed';
import {
  Groups,
  keyOf,
  notOnlyQuoted,
  splitFields,
  splits,
  type Counted,
  type KnownDiagrams,
  type Report,
  type ReportRow,
} from './report';

/** An element that told of a payment, or where it stands still. */
interface Where {
  readonly processDefinitionKey: string;
  readonly elementId: string;
  /** Of the step that it told, as payments go. */
  readonly place: number;
}

export const elements: Report = {
  reads: {
    fields: [
      ...[...splitFields, 'engine', 'incidentsOpen', 'standsAt.step', 'standsAt.since'],
      ...['steps.kind', 'steps.occurredAt', 'steps.processDefinitionKey', 'steps.elementId'],
      ...['incidents.element', 'incidents.raisedAt', 'incidents.endedAt'],
    ],
  },
  filters: [notOnlyQuoted],
  isOfNow: false,
  splits: Object.keys(splits),
  columns: (by) => [
    ...[...by, 'side', 'engine', 'processDefinitionKey', 'bpmnProcessId', 'version'],
    ...['elementId', 'name', ...passedColumns],
  ],
  begin: (by) => {
    const groups = new Groups(nonePassed);
    const first = new Map<string, number>();
    return {
      add: (payment) => {
        const { side, engine = null } = payment;
        if (side === null) return;
        const standing = new Set(standsAt(payment).map(nameOf));
        for (const [name, where] of placesOf(payment)) {
          const { processDefinitionKey, elementId, place } = where;
          first.set(name, Math.min(first.get(name) ?? place, place));
          const key = { ...keyOf(payment, by), side, engine, processDefinitionKey, elementId };
          countPassed(groups.of(key), payment, standing.has(name));
        }
      },
      rows: () =>
        groups
          .rows((passed) => ({ ...passed, bpmnProcessId: null, version: null, name: null }))
          .sort((left, right) => firstOf(left, first) - firstOf(right, first)),
    };
  },
  named: (rows, diagrams) => {
    const asked = new Map<string, ReturnType<KnownDiagrams['known']>>();
    const ask = ({ engine, processDefinitionKey }: ReportRow) => {
      const name = `${String(engine)}/${String(processDefinitionKey)}`;
      const known = asked.get(name) ?? diagrams.known(String(engine), String(processDefinitionKey));
      asked.set(name, known);
      return known;
    };
    return Promise.all(rows.map(async (row) => nameRow(row, await ask(row))));
  },
};

const nameOf = ({ processDefinitionKey, elementId }: ReportRow | Where): string =>
  `${String(processDefinitionKey)}/${String(elementId)}`;

/** As payments go. */
const firstOf = (row: ReportRow, first: ReadonlyMap<string, number>) => first.get(nameOf(row)) ?? 0;

/** Each once, however often the payment was there: by what it told first. */
function placesOf(payment: Counted): ReadonlyMap<string, Where> {
  const { steps = [] } = payment;
  const all = [...steps.flatMap(whereOf), ...standsStillAt(payment)];
  return new Map(
    all.toSorted((left, right) => right.place - left.place).map((one) => [nameOf(one), one]),
  );
}

type Step = NonNullable<Counted['steps']>[number];

/** None of what no element has told, or a build before 2026-11-30. */
function whereOf({ kind, processDefinitionKey, elementId }: Step): readonly Where[] {
  if (processDefinitionKey === undefined || elementId === undefined) return [];
  return [{ processDefinitionKey, elementId, place: placeOf(kind) }];
}

/** Where it stands still, else at what told the last step of the payment itself. */
function standsAt(payment: Counted): readonly Where[] {
  const still = standsStillAt(payment);
  if (still.length > 0) return still;
  const { steps = [], standsAt: last } = payment;
  return steps
    .filter(({ kind, occurredAt }) => kind === last?.step && occurredAt === last.since)
    .slice(-1)
    .flatMap(whereOf);
}

/** Of an incident the document names the element, and the step that told of it the process. */
function standsStillAt({ incidents = [], steps = [] }: Counted): readonly Where[] {
  return incidents
    .filter(({ endedAt }) => endedAt === undefined)
    .flatMap(({ element: elementId, raisedAt }) => {
      const raised = steps.find(
        ({ kind, occurredAt }) => kind === 'incident-raised' && occurredAt === raisedAt,
      );
      return raised === undefined ? [] : whereOf({ ...raised, elementId });
    });
}

/** As it is where no indexer has seen the diagram. */
function nameRow(row: ReportRow, diagram: Awaited<ReturnType<KnownDiagrams['known']>>): ReportRow {
  if (diagram === undefined) return row;
  const { bpmnProcessId, version, names } = diagram;
  return { ...row, bpmnProcessId, version, name: names.get(String(row['elementId'])) ?? null };
}
