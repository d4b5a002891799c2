/** Whether ids, names and priorities tell rules and conditions apart. */
import type { Settings } from './check-annotations';
import { printGroupBody, quoted } from './print';
import type { Place } from './problems';
import type { Report } from './report';
import type { RuleNode } from './tree';

interface Named {
  readonly node: RuleNode;
  readonly settings: Settings;
}

export function checkIdentities(rules: readonly Named[], report: Report): void {
  const ids = new Map<string, Place>();
  const names = new Set<string>();
  const { said } = report;
  for (const { node, settings } of rules) {
    const name = node.name?.text;
    const id = settings.id ?? name;
    if (id === undefined && node.isComplete) {
      report.error(node.place, 'no-name', said.noName, said.nameBeforeIf);
    }
    if (name !== undefined && names.has(name)) {
      report.error(node.place, 'name-twice', said.nameTwice(quoted(name)), said.otherName);
    } else if (id !== undefined && ids.has(id)) {
      const place = node.annotations.find(({ key }) => key === 'id')?.value.place ?? node.place;
      report.error(place, 'id-twice', said.idTwice(quoted(id)), said.otherId);
    }
    if (name !== undefined) names.add(name);
    if (id !== undefined) ids.set(id, node.place);
  }
}

/** One name says one thing, wherever it stands. */
export function checkGroupNames(rules: readonly RuleNode[], report: Report): void {
  const bodies = new Map<string, string>();
  for (const { condition } of rules) {
    for (const group of condition.members) {
      const name = group.name?.text;
      if (name === undefined) continue;
      const body = printGroupBody(group);
      const known = bodies.get(name);
      if (known !== undefined && known !== body) {
        const { said } = report;
        const message = said.nameOfTwo(quoted(name));
        report.error(group.place, 'name-of-two', message, said.otherNameOfTwo);
      }
      bodies.set(name, known ?? body);
    }
  }
}

/** Of one group at one time and point, one rule must win. */
export function checkPriorities(rules: readonly Named[], report: Report): void {
  const rivals = new Map<string, Named[]>();
  for (const rule of rules) {
    const { group, points } = rule.settings;
    if (group === undefined) continue;
    for (const point of points) {
      const key = JSON.stringify([group.name, group.priority, point]);
      const others = rivals.get(key);
      if (others === undefined) rivals.set(key, [rule]);
      else others.push(rule);
    }
  }
  const losers = new Set([...rivals.values()].flatMap(overlapping));
  for (const { node, settings } of losers) {
    const { said } = report;
    const message = said.samePriority(quoted(settings.group?.name ?? ''));
    report.error(node.place, 'same-priority', message, said.otherPriority);
  }
}

function overlapping(rules: readonly Named[]): readonly Named[] {
  const start = ({ settings }: Named): number => settings.fromMs ?? -Infinity;
  let busyUntil = -Infinity;
  // The order of the text decides between equals, so that the later rule is the one pointed at.
  return rules
    .toSorted((left, right) => compareNumbers(start(left), start(right)))
    .filter((rule) => {
      const isOverlap = busyUntil > start(rule);
      busyUntil = Math.max(busyUntil, rule.settings.toMs ?? Infinity);
      return isOverlap;
    });
}

function compareNumbers(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
