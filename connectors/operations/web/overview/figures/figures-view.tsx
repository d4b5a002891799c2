/** How payments go: how many, how much, how fast, and why not. */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Answered, Button, Empty, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { Title } from '../../kit/title';
import { AsOf } from '../../kit/values';
import { useWords } from '../../words/preferences';
import { countsOf, ofSide } from '../figures';
import styles from '../overview.module.css';
import { bucketsOf } from '../range';
import { RangeBar } from '../range-bar';
import { useReport } from '../read-report';
import { useRange } from '../use-range';
import { overviewWords } from '../words';
import { Causes } from './causes';
import { Holds } from './holds';
import { OutcomeCharts } from './outcome-charts';
import { TimeToSettle } from './time-to-settle';
import { Tiles } from './tiles';
import { Values } from './values';

export function Figures({ tenant }: PlaceProps) {
  const words = useWords(overviewWords);
  const queries = useQueryClient();
  const chosen = useRange();
  const { range, side, change, query } = chosen;
  const { from, to, bucket } = range;
  const volumes = useReport({ tenant, report: 'volumes', from, to, by: bucket });
  const shown = useMemo(
    () => ({ tenant, side, range, buckets: bucketsOf(range) }),
    [tenant, side, range],
  );
  const again = () => {
    chosen.renew();
    void queries.invalidateQueries({ queryKey: [tenant, 'reports'] });
  };
  return (
    <>
      <Title tab={words.title}>{words.title}</Title>
      <RangeBar chosen={chosen} />
      <p className={styles['asOf']}>
        <AsOf at={volumes.data?.asOf} />
        <Button look="link" onClick={again}>
          {words.again}
        </Button>
        <span className={styles['quiet']}>{words.inUtc}</span>
      </p>
      {volumes.isFetching && <p role="status">{words.counting}</p>}
      <Answered read={volumes}>
        {({ rows }) => {
          const own = ofSide(rows, side);
          const counts = countsOf(own);
          if (counts.payments === 0) {
            return (
              <Panel title={words.payments}>
                <Empty>{words.noPayments}</Empty>
              </Panel>
            );
          }
          return (
            <>
              <Tiles shown={shown} counts={counts} />
              <OutcomeCharts shown={shown} rows={own} />
              <Values
                {...{ shown, rows: own, chosen: query.get('currency') }}
                choose={(currency) => change({ currency })}
              />
            </>
          );
        }}
      </Answered>
      <TimeToSettle
        {...{ shown, span: query.get('span') === 'committed' ? 'committed' : 'whole' }}
        choose={(span) => change({ span })}
      />
      <Causes shown={shown} />
      <Holds tenant={tenant} />
    </>
  );
}
