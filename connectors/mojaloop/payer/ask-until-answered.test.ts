import { AwaitsAnswer, GaveUp, Refused, TryAgain } from '../../common/failures';
import { askUntilAnswered } from './ask-until-answered';

const down = { errorCode: '1001', errorDescription: 'the switch is down' };
const answerTimeoutMs = 10_000;
/** Of four attempts. */
const asking = (attempt: number, ask: () => Promise<unknown> = () => Promise.resolve()) =>
  askUntilAnswered({ attemptsLeft: 4 - attempt, answerTimeoutMs, ask });

test('each of three attempts asks, and waits for its answer', async () => {
  let requests = 0;
  const ask = () => Promise.resolve((requests += 1));
  for (const attempt of [1, 2, 3]) {
    await expect(asking(attempt, ask)).rejects.toEqual(new AwaitsAnswer(answerTimeoutMs));
  }
  expect(requests).toBe(3);
});

test('the fourth asks nothing: nobody has answered, and the payer is told so', async () => {
  const ask = () => Promise.reject(new Error('it must not ask'));
  await expect(asking(4, ask)).resolves.toMatchObject({
    errorInformation: { errorCode: '2004' },
  });
});

test('a switch that cannot be reached is tried again, and at last its own reason is told', async () => {
  const ask = () => Promise.reject(new TryAgain('down', down));
  for (const attempt of [1, 2]) {
    await expect(asking(attempt, ask)).rejects.not.toBeInstanceOf(GaveUp);
    await expect(asking(attempt, ask)).rejects.toBeInstanceOf(TryAgain);
  }
  await expect(asking(3, ask)).rejects.toMatchObject({ name: 'GaveUp', errorInformation: down });
});

test('a refusal ends it at once', async () => {
  const ask = () => Promise.reject(new Refused(down));
  await expect(asking(1, ask)).rejects.toBeInstanceOf(Refused);
});
