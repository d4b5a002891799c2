import type { ExecutedElement } from '../../../api/types';
import { laidOutJson } from '../../../kit/laid-out';
import { Table } from '../../../kit/table';
import { useWords } from '../../../words/preferences';
import styles from '../payment.module.css';
import { diagramWords } from '../words';

type Variable = ExecutedElement['variables'][number];

/** As they were set, and as they are now. */
export function Variables({ of }: { readonly of: readonly Variable[] }) {
  const words = useWords(diagramWords);
  const now = ({ then, now: value }: Variable) => {
    if (value === undefined) return <em>{words.gone}</em>;
    return value === then ? <em>{words.same}</em> : <Value of={value} />;
  };
  return (
    <Table
      caption={words.variables}
      columns={[{ title: words.name, isHead: true }, { title: words.then }, { title: words.now }]}
      rows={of.map((one) => ({
        key: `${one.name} ${one.at}`,
        cells: [one.name, <Value key="then" of={one.then} />, now(one)],
      }))}
    />
  );
}

/** Short ones are read as they are. */
const shortMax = 60;

function Value({ of }: { readonly of: string }) {
  const text = of.length > shortMax ? laidOutJson(of) : undefined;
  return <pre className={styles['pre']}>{text ?? of}</pre>;
}
