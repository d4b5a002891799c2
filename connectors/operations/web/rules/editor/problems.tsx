/** All that is wrong, each leading to its cell or line. */
import { Badge } from '../../kit/values';
import { Button, Panel, ProblemNote } from '../../kit/parts';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import type { RuleProblem } from '../api';
import styles from '../rules.module.css';
import type { RulesInWork } from './use-rules-in-work';
import { addressOf, cellOf } from './marks';
import { editorWords } from './words';

export function Problems({
  work: { draft, problem, again },
  goTo,
}: {
  readonly work: RulesInWork;
  readonly goTo: (problem: RuleProblem) => void;
}) {
  const words = useWords(editorWords);
  const { told, lead } = draft;
  const problems =
    told === undefined ? [] : lead === 'text' ? told.problemsInText : told.problemsInTables;
  return (
    <Panel title={words.problems} level={3}>
      <p role="status">
        <State work={{ draft, problem }} problems={problems} />
        {!draft.isTold && told !== undefined && <span aria-hidden> …</span>}
      </p>
      {problem !== undefined && <ProblemNote of={problem} again={again} />}
      <ul className={styles['problems']}>
        {problems.map((one, index) => (
          <li key={index}>
            <Badge tone={one.severity === 'error' ? 'bad' : 'warning'}>
              {one.severity === 'error' ? words.error : words.warning}
            </Badge>{' '}
            <Button look="link" onClick={() => goTo(one)}>
              <Place of={one} />
            </Button>{' '}
            <span>
              {one.message}. {one.hint}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function State({
  work: { draft, problem },
  problems,
}: {
  readonly work: Pick<RulesInWork, 'draft' | 'problem'>;
  readonly problems: readonly RuleProblem[];
}) {
  const words = useWords(editorWords);
  const { language } = usePreferences().preferences;
  const count = (of: number) => formatCount(of, language);
  if (problem !== undefined) return words.notChecked;
  if (draft.told === undefined) return words.checking;
  if (draft.told.rules === 0 && draft.text === '' && problems.length <= 1) return words.nothing;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return words.problemCount(count(errors));
  return problems.length === 0 ? words.noProblems : words.warningsOnly(count(problems.length));
}

function Place({ of }: { readonly of: RuleProblem }) {
  const words = useWords(editorWords);
  const cell = cellOf(of);
  if (cell !== undefined) return `${words.tables[cell.table]} ${addressOf(cell)}`;
  if (of.line !== undefined) return words.line(String(of.line));
  const { sheet = '', row = 1, column = 1 } = of;
  return `${sheet} ${addressOf({ row: row - 2, column: column - 1 })}`;
}
