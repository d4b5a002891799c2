/** All that fit, as a file. */
import { useEffect, useRef, useState } from 'react';
import { Button, ProblemNote } from '../../kit/parts';
import { usePreferences, useWords } from '../../words/preferences';
import { locales } from '../../words/languages';
import { ApiProblem, errorOf } from '../../api/problem';
import type { Asked } from './query';
import { saveFound, type FileForm } from './save-found';
import styles from './search.module.css';
import { searchWords } from './words';

interface ExportProps {
  readonly tenant: string;
  readonly search: Asked;
}

type Saving =
  | { readonly is: 'under-way'; readonly bytes: number }
  | { readonly is: 'saved'; readonly name: string }
  | { readonly is: 'failed'; readonly error: Error };

export function Export({ tenant, search }: ExportProps) {
  const words = useWords(searchWords);
  const { saving, save, stop } = useSaving(tenant, search);
  return (
    <div className={styles['export']}>
      {saving?.is === 'under-way' ? (
        <>
          <Progress bytes={saving.bytes} />
          <Button onClick={stop}>{words.cancel}</Button>
        </>
      ) : (
        <span role="group" aria-label={words.export} title={words.exportHint}>
          <Button look="link" onClick={() => save('csv')}>
            {words.csv}
          </Button>
          <Button look="link" onClick={() => save('ndjson')}>
            {words.ndjson}
          </Button>
        </span>
      )}
      {saving?.is === 'saved' && <span role="status">{words.exported(saving.name)}</span>}
      {saving?.is === 'failed' &&
        (saving.error instanceof ApiProblem && saving.error.status > 0 ? (
          <ProblemNote of={saving.error} />
        ) : (
          <p role="alert">{words.exportBroke}</p>
        ))}
    </div>
  );
}

function Progress({ bytes }: { readonly bytes: number }) {
  const words = useWords(searchWords);
  const { language } = usePreferences().preferences;
  const format = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 });
  return <span>{words.exporting(format.format(bytes / 1_000_000))}</span>;
}

function useSaving(tenant: string, search: Asked) {
  const [saving, setSaving] = useState<Saving>();
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const save = (form: FileForm) => {
    const controller = new AbortController();
    stopping.current = controller;
    const heard = (bytes: number) => setSaving({ is: 'under-way', bytes });
    saveFound({ tenant, search, form, signal: controller.signal, heard }).then(
      (name) => setSaving(name === undefined ? undefined : { is: 'saved', name }),
      (error: unknown) => {
        if (controller.signal.aborted) return setSaving(undefined);
        setSaving({ is: 'failed', error: errorOf(error) });
      },
    );
  };
  return { saving, save, stop: () => stopping.current?.abort() };
}
