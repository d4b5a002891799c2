/** Any report of the API, as a table and as a file. */
import { Answered, Choice, Empty, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { SaveButton } from '../../kit/save-button';
import { saveFile } from '../../kit/save-file';
import { Title } from '../../kit/title';
import { AsOf } from '../../kit/values';
import { useWords } from '../../words/preferences';
import styles from '../overview.module.css';
import { RangeBar } from '../range-bar';
import { useReport } from '../read-report';
import { useRange, type ChosenRange } from '../use-range';
import { overviewWords } from '../words';
import {
  askedReport,
  fileNameOf,
  isOfNow,
  pathOf,
  reportIn,
  reportNames,
  splitsIn,
  splitsOf,
} from './asked-report';
import { ReportTable } from './report-table';
import { reportWords } from './words';

const forms = [
  ['text/csv', 'csv', 'saveCsv'],
  ['application/json', 'json', 'saveJson'],
] as const;

export function Reports({ tenant }: PlaceProps) {
  const words = useWords(reportWords);
  const { counting, inUtc } = useWords(overviewWords);
  const chosen = useRange();
  const asked = askedReport(tenant, chosen.query, chosen.range);
  const read = useReport(asked);
  return (
    <>
      <Title tab={words.title}>{words.title}</Title>
      <Choices chosen={chosen} />
      {isOfNow(asked.report) ? <p>{words.ofNow}</p> : <RangeBar {...{ chosen, hasSide: false }} />}
      <Panel
        title={words.reports[asked.report]}
        aside={
          <>
            <AsOf at={read.data?.asOf} />
            {forms.map(([accept, ending, title]) => (
              <SaveButton
                key={ending}
                title={words[title]}
                save={() =>
                  saveFile({ accept, path: pathOf(asked), name: fileNameOf(asked, ending) })
                }
              />
            ))}
          </>
        }
      >
        <p className={styles['quiet']}>{inUtc}</p>
        {read.isFetching && <p role="status">{counting}</p>}
        <Answered read={read}>
          {(report) =>
            report.rows.length === 0 ? (
              <Empty>{words.noRows}</Empty>
            ) : (
              <ReportTable key={pathOf(asked)} {...{ asked, report }} />
            )
          }
        </Answered>
      </Panel>
    </>
  );
}

function Choices({ chosen: { query, change } }: { readonly chosen: ChosenRange }) {
  const words = useWords(reportWords);
  const report = reportIn(query);
  const split = splitsIn(query);
  return (
    <div className={styles['form']}>
      <Choice
        label={words.report}
        value={report}
        among={reportNames.map((one) => [one, words.reports[one]])}
        choose={(one) => change({ report: one })}
      />
      <fieldset>
        <legend>{words.by}</legend>
        {splitsOf[report].length === 0 && words.notSplit}
        <div className={styles['checks']}>
          {splitsOf[report].map((one) => (
            <label key={one}>
              <input
                type="checkbox"
                checked={split.includes(one)}
                onChange={({ target }) => {
                  const others = split.filter((other) => other !== one);
                  change({ by: [...others, ...(target.checked ? [one] : [])].join() });
                }}
              />{' '}
              {words.columns[one]}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
