/** One process as it was deployed: its diagram, and the same in words beneath. */
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { lazyView } from '../../kit/lazy-view';
import { ProblemNote, Reading } from '../../kit/parts';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import type { ProcessFigures } from '../figures';
import { overviewWords } from '../words';
import { countOf, type Heat, type Heated } from './heat';
import { HeatTable, linkTo, type ShownHeat } from './heat-table';
import { heatedElements, heatMarks } from './heated-elements';
import './heated.css';
import { useDeployed } from './use-deployed';

const DiagramCanvas = lazyView(async () => ({
  default: (await import('../../kit/diagram/canvas')).DiagramCanvas,
}));

interface HeatedProcessProps {
  readonly shown: ShownHeat;
  readonly process: ProcessFigures;
  readonly heat: Heat;
}

export function HeatedProcess({ shown, process, heat }: HeatedProcessProps) {
  const words = useWords(overviewWords);
  const name = useNameOf()(process);
  const heated = useMemo(() => heatedElements(process), [process]);
  return (
    <>
      <Drawn {...{ shown, process, heat, heated, name }} />
      <HeatTable {...{ shown, heated }} caption={name} what={words.element} />
    </>
  );
}

interface DrawnProps extends HeatedProcessProps {
  readonly heated: readonly Heated[];
  readonly name: string;
}

function Drawn({ shown, process, heat, heated, name }: DrawnProps) {
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  const [, go] = useLocation();
  const diagram = useDeployed(shown.tenant, process);
  const marks = useMemo(
    () => heatMarks(heated, heat, (count) => formatCount(count, language)),
    [heated, heat, language],
  );
  const open = (elementId: string) => {
    const one = heated.find(({ key }) => key === elementId);
    if (one !== undefined && countOf(heat, one.figures) > 0) go(linkTo(shown, heat, one));
  };
  if (diagram.error !== null) return <ProblemNote of={diagram.error} />;
  if (diagram.data === undefined) return <Reading />;
  return (
    <DiagramCanvas
      {...{ xml: diagram.data, marks, choose: open }}
      label={words.drawing(name, words[heat])}
    />
  );
}

export function useNameOf(): (process: ProcessFigures) => string {
  const words = useWords(overviewWords);
  return ({ bpmnProcessId, version, processDefinitionKey }) =>
    bpmnProcessId === null
      ? words.deployedAs(processDefinitionKey)
      : words.version(bpmnProcessId, version ?? '');
}
