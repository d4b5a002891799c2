import type { Message } from '../../common/runtime';
import { engineOf } from '../../../test/kit/engine';
import { runJob } from '../../../test/kit/run-job';
import { takeQuestionWorker } from './take-question';

test('says that the question is taken, and completes', async () => {
  const published: Message[] = [];
  const publish = (message: Message) => {
    published.push(message);
    return Promise.resolve('published' as const);
  };
  const { messages } = engineOf({ publish });
  const outcome = await runJob(takeQuestionWorker, { questionId: 'q1' }, { messages });
  expect(outcome).toEqual({ kind: 'complete', variables: {} });
  expect(published).toMatchObject([{ name: 'question-answered', correlationKey: 'q1' }]);
});

test('is tried again while the engine cannot be told', async () => {
  expect(await runJob(takeQuestionWorker, { questionId: 'q1' })).toMatchObject({ kind: 'retry' });
});

test('is an incident where the question is not there, and tells nobody anything', async () => {
  expect(await runJob(takeQuestionWorker, {})).toMatchObject({ kind: 'incident' });
});
