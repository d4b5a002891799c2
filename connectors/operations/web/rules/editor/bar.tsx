/** What can be done with the rules under work as a whole. */
import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Button, Dialog, Field, ProblemNote } from '../../kit/parts';
import { SaveButton } from '../../kit/save-button';
import { offerFile } from '../../kit/save-file';
import { useWords } from '../../words/preferences';
import { formsOfFile, workbookOf, type RuleProblem } from '../api';
import styles from '../rules.module.css';
import { isEmptyDraft } from './draft';
import { toSend } from './tables';
import type { RulesInWork } from './use-rules-in-work';
import { editorWords } from './words';

export function EditorBar({
  work,
  makeDraft,
}: {
  readonly work: RulesInWork;
  readonly makeDraft: () => void;
}) {
  const words = useWords(editorWords);
  const { draft, change } = work;
  const hindrance = hindranceOf(work, words);
  const id = useId();
  return (
    <div className={styles['stack']}>
      <Field label={words.name} hint={words.nameHint}>
        {(about) => (
          <input
            {...about}
            maxLength={200}
            value={draft.title}
            onChange={(event) => change({ kind: 'title', title: event.target.value })}
          />
        )}
      </Field>
      {!work.isKept && <p role="alert">{words.notKept}</p>}
      <div className={styles['bar']}>
        <Button disabled={draft.past.length === 0} onClick={() => change({ kind: 'undo' })}>
          {words.undo}
        </Button>
        <Button disabled={draft.future.length === 0} onClick={() => change({ kind: 'redo' })}>
          {words.redo}
        </Button>
        <Files work={work} />
        <Button
          disabled={draft.lead === 'tables' || draft.told?.tables == null}
          onClick={() => change({ kind: 'lead', lead: 'tables' })}
        >
          {words.layOut}
        </Button>
        <ThrowAway work={work} />
        <Button
          look="main"
          aria-disabled={hindrance !== undefined}
          aria-describedby={id}
          onClick={() => {
            if (hindrance === undefined) makeDraft();
          }}
        >
          {words.draft}
        </Button>
        <span id={id}>{hindrance}</span>
      </div>
    </div>
  );
}

function hindranceOf(
  { draft, problem }: RulesInWork,
  words: Readonly<Record<'mustName' | 'mustMend' | 'notChecked' | 'checking' | 'nothing', string>>,
): string | undefined {
  if (isEmptyDraft(draft)) return words.nothing;
  if (problem !== undefined) return words.notChecked;
  if (!draft.isTold) return words.checking;
  if (draft.told?.ruleSetId == null) return words.mustMend;
  return draft.title.trim() === '' ? words.mustName : undefined;
}

function Files({ work: { draft, change } }: { readonly work: RulesInWork }) {
  const words = useWords(editorWords);
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<{
    readonly name: string;
    readonly problems: readonly RuleProblem[];
  }>();
  const opening = useMutation({
    mutationFn: formsOfFile,
    onSuccess: (forms, { name }) => {
      // A text that no table holds is a text still: it can be mended here.
      if (forms.tables === null && forms.text !== null) change({ kind: 'text', text: forms.text });
      else if (forms.tables === null) setRefused({ name, problems: forms.problemsInTables });
      else change({ kind: 'file', forms });
    },
  });
  const save = async () =>
    offerFile(
      await workbookOf(toSend(draft.tables)),
      `${draft.title.trim() || words.unnamed}.xlsx`,
    );
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.rules,.txt"
        aria-label={words.fromFile}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          setRefused(undefined);
          if (file !== undefined) opening.mutate(file);
          // The same file, mended, is a choice again.
          target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>{words.fromFile}</Button>
      <SaveButton title={words.toFile} save={save} />
      {opening.error !== null && <ProblemNote of={opening.error} />}
      {refused !== undefined && (
        <Dialog title={words.fileRefused(refused.name)} onClose={() => setRefused(undefined)}>
          <ul>
            {refused.problems.map(({ sheet = '', row = 1, message, hint }, index) => (
              <li key={index}>
                {sheet} {row}: {message}. {hint}
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}

function ThrowAway({ work: { draft, change } }: { readonly work: RulesInWork }) {
  const words = useWords(editorWords);
  const [isAsked, setIsAsked] = useState(false);
  return (
    <>
      <Button look="danger" disabled={isEmptyDraft(draft)} onClick={() => setIsAsked(true)}>
        {words.startAgain}
      </Button>
      {isAsked && (
        <Dialog title={words.throwAway} onClose={() => setIsAsked(false)}>
          <p className={styles['sentence']}>{words.throwAwayHelp}</p>
          <div className={styles['acts']}>
            <Button onClick={() => setIsAsked(false)}>{words.keep}</Button>
            <Button
              look="danger"
              onClick={() => {
                change({ kind: 'clear' });
                setIsAsked(false);
              }}
            >
              {words.throwAwayYes}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
