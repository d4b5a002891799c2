/** What stands behind @: the settings of a rule. */
import { parseDateTime } from '../../common/time';
import { nearest } from '../../common/nearest';
import { quoted } from './print';
import type { Report } from './report';
import { executionPoints } from '../../common/contracts/fees';
import { roundings } from '../../common/decimal/rounding';
import type { Rule } from './rule-set';
import type { AnnotationNode, RuleNode } from './tree';

export type Settings = Pick<
  Rule,
  'version' | 'points' | 'fromMs' | 'toMs' | 'group' | 'rounding'
> & {
  readonly id?: string;
};

const keys = ['id', 'version', 'at', 'from', 'to', 'priority', 'group', 'rounding'] as const;
type Key = (typeof keys)[number];

/** All that there are, each with the values that it may have; with none where others are thought of. */
export const annotationChoices: Readonly<Record<Key, readonly string[]>> = {
  id: [],
  version: [],
  at: executionPoints,
  from: [],
  to: [],
  priority: [],
  group: [],
  rounding: roundings,
};

export function checkAnnotations(rule: RuleNode, report: Report): Settings {
  const found = new Map<Key, AnnotationNode[]>();
  for (const annotation of rule.annotations) {
    const key = keys.find((known) => known === annotation.key);
    if (key === undefined) refuseUnknown(annotation, report);
    else found.set(key, [...(found.get(key) ?? []), annotation]);
  }
  for (const [key, [, second]] of found) {
    if (second !== undefined && key !== 'at') {
      const { said } = report;
      report.error(second.place, 'annotation-twice', said.annotationTwice(key), said.keepOne);
    }
  }
  const first = (key: Key): AnnotationNode | undefined => found.get(key)?.[0];
  const id = textOf(first('id'), report);
  const window = checkWindow(first('from'), first('to'), report);
  const group = checkGroup(first('group'), first('priority'), report);
  return {
    ...(id !== undefined && { id }),
    ...window,
    ...(group && { group }),
    version: checkVersion(first('version'), report),
    points: checkPoints(found.get('at') ?? [], report),
    rounding: choiceOf(first('rounding'), roundings, report) ?? 'HALF_UP',
  };
}

function refuseUnknown({ key, place }: AnnotationNode, report: Report): void {
  const meant = nearest(key, keys);
  const { said } = report;
  const hint =
    meant === undefined ? said.thereAre(`@${keys.join(', @')}`) : said.didYouMean(`@${meant}`);
  report.error(place, 'unknown-annotation', said.noAnnotation(key), hint);
}

function checkVersion(annotation: AnnotationNode | undefined, report: Report): number {
  const version = wholeNumberOf(annotation, report);
  if (annotation === undefined || version === undefined || version > 0) return version ?? 1;
  const { said } = report;
  const message = said.versionFrom1(String(version));
  const hint = said.writeForExample('@version 2');
  report.error(annotation.value.place, 'annotation-value', message, hint);
  return 1;
}

function checkPoints(annotations: readonly AnnotationNode[], report: Report): Settings['points'] {
  const points = new Set<Rule['points'][number]>();
  for (const annotation of annotations) {
    const point = choiceOf(annotation, executionPoints, report);
    if (point !== undefined && points.has(point)) {
      const { said } = report;
      const message = said.pointTwice(quoted(point));
      report.error(annotation.place, 'annotation-twice', message, said.keepOne);
    }
    if (point !== undefined) points.add(point);
  }
  return points.size === 0 ? ['transfer.committed'] : [...points];
}

function checkWindow(
  from: AnnotationNode | undefined,
  to: AnnotationNode | undefined,
  report: Report,
): Pick<Settings, 'fromMs' | 'toMs'> {
  const fromMs = timeOf(from, report);
  const toMs = timeOf(to, report);
  if (to !== undefined && fromMs !== undefined && toMs !== undefined && fromMs >= toMs) {
    const { said } = report;
    report.error(to.value.place, 'window', said.endsBefore, said.laterTo);
  }
  return { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
}

function checkGroup(
  group: AnnotationNode | undefined,
  priority: AnnotationNode | undefined,
  report: Report,
): Settings['group'] {
  const name = textOf(group, report);
  const value = wholeNumberOf(priority, report);
  const { said } = report;
  if (group !== undefined && priority === undefined) {
    report.error(group.place, 'group-without-priority', said.noPriority, said.addPriority);
  }
  if (priority !== undefined && group === undefined) {
    report.warn(priority.place, 'priority-without-group', said.noGroup, said.addGroup);
  }
  return name === undefined || value === undefined ? undefined : { name, priority: value };
}

function textOf(annotation: AnnotationNode | undefined, report: Report): string | undefined {
  if (annotation === undefined) return undefined;
  const { key, value } = annotation;
  if (value.kind === 'text' && value.value.trim() !== '' && value.value.length <= 128) {
    return value.value;
  }
  const { said } = report;
  const hint = said.writeForExample(`@${key} "p2p-fee"`);
  report.error(value.place, 'annotation-value', said.takesText(key), hint);
  return undefined;
}

function wholeNumberOf(annotation: AnnotationNode | undefined, report: Report): number | undefined {
  if (annotation === undefined) return undefined;
  const { key, value } = annotation;
  if (value.kind === 'number' && isSmallInteger(value.text)) return Number(value.text);
  const { said } = report;
  const hint = said.writeForExample(`@${key} 10`);
  report.error(value.place, 'annotation-value', said.takesNumber(key), hint);
  return undefined;
}

function isSmallInteger(text: string): boolean {
  return /^-?\d{1,9}$/.test(text);
}

function choiceOf<Choice extends string>(
  annotation: AnnotationNode | undefined,
  choices: readonly Choice[],
  report: Report,
): Choice | undefined {
  if (annotation === undefined) return undefined;
  const { key, value } = annotation;
  const written = value.kind === 'text' ? value.value : value.text;
  const choice = value.kind === 'text' ? choices.find((known) => known === written) : undefined;
  if (choice !== undefined) return choice;
  const meant = nearest(written, choices);
  const { said } = report;
  const hint =
    meant === undefined
      ? said.writeOneOf(`"${choices.join('", "')}"`)
      : said.didYouMean(`"${meant}"`);
  report.error(value.place, 'annotation-value', said.cannotBe(key, quoted(written)), hint);
  return undefined;
}

function timeOf(annotation: AnnotationNode | undefined, report: Report): number | undefined {
  if (annotation === undefined) return undefined;
  const { key, value } = annotation;
  const timeMs = value.kind === 'text' ? exactTime(value.value) : undefined;
  if (timeMs !== undefined) return timeMs;
  const { said } = report;
  const hint = said.writeForExample(`@${key} "2027-01-01T00:00:00Z"`);
  report.error(value.place, 'annotation-value', said.takesTime(key), hint);
  return undefined;
}

const dateTime = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

function exactTime(text: string): number | undefined {
  const date = dateTime.exec(text)?.[1];
  if (date === undefined) return undefined;
  // JavaScript takes the 30th of February for the 2nd of March.
  const midnight = parseDateTime(`${date}T00:00:00Z`);
  const isReal = midnight !== undefined && new Date(midnight).toISOString().startsWith(date);
  return isReal ? parseDateTime(text) : undefined;
}
