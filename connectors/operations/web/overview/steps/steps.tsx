/** Where payments are, and where they are lost: a heat map of the steps that a payment goes through, or of a diagram. */
import { Answered, Empty, Panel } from '../../kit/parts';
import { nameOfStep, stepWords } from '../../kit/payment-steps';
import type { PlaceProps } from '../../kit/place';
import { Title } from '../../kit/title';
import { AsOf } from '../../kit/values';
import { useWords } from '../../words/preferences';
import { ofSide, stepsOf, type StepFigures } from '../figures';
import styles from '../overview.module.css';
import { Choices } from '../choices';
import { RangeBar } from '../range-bar';
import { useReport } from '../read-report';
import { useRange, type ChosenRange } from '../use-range';
import { overviewWords } from '../words';
import type { Heated } from './heat';
import { HeatTable } from './heat-table';
import { OnDiagram } from './on-diagram';

const forms = ['table', 'diagram'] as const;

export function Steps({ tenant }: PlaceProps) {
  const words = useWords(overviewWords);
  const chosen = useRange();
  const { query, change } = chosen;
  const form = forms.find((one) => one === query.get('show')) ?? 'table';
  return (
    <>
      <Title tab={words.stepsTitle}>{words.stepsTitle}</Title>
      <RangeBar chosen={chosen} />
      <div className={styles['range']}>
        <Choices
          title={words.shownAs}
          choices={forms.map((name) => ({ name, title: words.showAs[name] }))}
          chosen={form}
          choose={(show) => change({ show })}
        />
      </div>
      {form === 'table' ? (
        <StepByStep {...{ tenant, chosen }} />
      ) : (
        <OnDiagram {...{ tenant, chosen }} />
      )}
    </>
  );
}

function StepByStep({ tenant, chosen }: PlaceProps & { readonly chosen: ChosenRange }) {
  const words = useWords(overviewWords);
  const stepNames = useWords(stepWords);
  const { range, side } = chosen;
  const { from, to } = range;
  const read = useReport({ tenant, report: 'steps', from, to });
  return (
    <Panel title={words.stepsTitle} aside={<AsOf at={read.data?.asOf} />}>
      <p>{words.stepsHelp}</p>
      {read.isFetching && <p role="status">{words.counting}</p>}
      <Answered read={read}>
        {({ rows }) => {
          const steps = stepsOf(ofSide(rows, side));
          if (steps.length === 0) return <Empty>{words.noPayments}</Empty>;
          const heated = steps.map((step) => heatedStep(step, nameOfStep(stepNames, step)));
          return (
            <HeatTable
              {...{ shown: { tenant, side, range }, heated }}
              caption={words.stepsTitle}
              what={words.step}
            />
          );
        }}
      </Answered>
    </Panel>
  );
}

function heatedStep(figures: StepFigures, title: string): Heated {
  const { step } = figures;
  return {
    ...{ key: step, title, name: step, figures },
    through: { wentThrough: [step] },
    standing: { standsAt: [step] },
  };
}
