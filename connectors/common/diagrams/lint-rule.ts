/** The rules of `hub deploy` as bpmnlint takes them: what bpmnlint-plugin/rules export. */
import type { ModdleElement } from 'bpmn-moddle';
import { findParts } from '../hub/find-parts';
import { jobsOf } from '../hub/jobs-of';
import { diagramRules, type DiagramRule } from './check-diagram';

interface Reporter {
  report(elementId: string, text: string): void;
}

export function lintRule(rule: DiagramRule) {
  return () => {
    const jobs = jobsOf(findParts().flatMap(({ roles }) => roles));
    return {
      /** bpmnlint calls it with each element. */
      check(element: ModdleElement, reporter: Reporter): void {
        if (element.$type !== 'bpmn:Process') return;
        for (const { elementId, text } of diagramRules[rule](element, jobs)) {
          reporter.report(elementId, text);
        }
      },
    };
  };
}
