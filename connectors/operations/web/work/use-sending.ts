/** Sends a draft once, whatever happens to the answer. */
import { useState } from 'react';
import { ApiProblem, errorOf } from '../api/problem';
import type { KeptDraft } from './use-draft';

export interface Sending {
  readonly isBusy: boolean;
  readonly problem: Error | undefined;
  /** It was looked for, and has not arrived. */
  readonly isNotArrived: boolean;
  readonly send: (body: string) => void;
  /** To the letter what was sent before. */
  readonly sendAgain: () => void;
  readonly look: () => void;
}

interface How<Done> {
  readonly kept: KeptDraft;
  readonly post: (body: string) => Promise<Done>;
  /** What became of it, by the draft's id. */
  readonly read: (id: string) => Promise<Done>;
  readonly done: (answer: Done) => void;
  /** It was not done, for certain. */
  readonly refused: (problem: ApiProblem) => void;
}

interface State {
  readonly isBusy: boolean;
  readonly problem?: Error;
  readonly isNotArrived?: boolean;
}

export function useSending<Done>({ kept, post, read, done, refused }: How<Done>): Sending {
  const [state, setState] = useState<State>({ isBusy: false });
  const { draft } = kept;
  const finish = (answer: Done) => {
    kept.drop();
    setState({ isBusy: false });
    done(answer);
  };
  const send = async (body: string) => {
    setState({ isBusy: true });
    kept.change({ sent: body });
    try {
      finish(await post(body));
    } catch (error) {
      const problem = errorOf(error);
      // Nobody knows whether it was done: until somebody does, it stays the same decision.
      if (problem instanceof ApiProblem && !problem.isUncertain) {
        kept.renew();
        refused(problem);
      }
      setState({ isBusy: false, problem });
    }
  };
  const look = async () => {
    setState({ isBusy: true });
    try {
      finish(await read(draft.id));
    } catch (error) {
      const isNotArrived = error instanceof ApiProblem && error.status === 404;
      if (isNotArrived) {
        kept.renew();
        refused(error);
      }
      const problem = errorOf(error);
      setState({ isBusy: false, isNotArrived, ...(!isNotArrived && { problem }) });
    }
  };
  return {
    isBusy: state.isBusy,
    problem: state.problem,
    isNotArrived: state.isNotArrived === true,
    send: (body) => void send(body),
    sendAgain: () => {
      if (draft.sent !== null) void send(draft.sent);
    },
    look: () => void look(),
  };
}
