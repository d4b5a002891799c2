import { InTurn } from './in-turn';

const wanted = new AbortController().signal;

test('the most wanted is asked first, whoever came first, and one at a time', async () => {
  const turns = new InTurn();
  const seen: string[] = [];
  let underWay = 0;
  const ask = (name: string, rank: number) =>
    turns.ask(
      rank,
      async () => {
        underWay += 1;
        seen.push(`${name} ${String(underWay)}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        underWay -= 1;
        return name;
      },
      wanted,
    );
  const late = ask('settled', 3);
  const all = [late, ask('failures', 1), ask('volumes', 0), ask('failures again', 1)];
  expect(await Promise.all(all)).toEqual(['settled', 'failures', 'volumes', 'failures again']);
  expect(seen).toEqual(['volumes 1', 'failures 1', 'failures again 1', 'settled 1']);
});

test('what failed, and what nobody wants any more, keeps nothing from its turn', async () => {
  const turns = new InTurn();
  const gone = new AbortController();
  const failed = turns.ask(0, () => Promise.reject(new Error('away')), wanted);
  const left = turns.ask(1, () => Promise.resolve('asked'), gone.signal);
  const next = turns.ask(2, () => Promise.resolve('next'), wanted);
  gone.abort(new Error('left'));
  await expect(failed).rejects.toThrow('away');
  await expect(left).rejects.toThrow('left');
  expect(await next).toBe('next');
});

test('a question that throws at once, or does not end when it is left, does not keep the next from its turn', async () => {
  const turns = new InTurn();
  const leaving = new AbortController();
  const thrown = turns.ask(
    0,
    () => {
      throw new Error('at once');
    },
    wanted,
  );
  const endless = turns.ask(1, () => new Promise<string>(() => undefined), leaving.signal);
  const next = turns.ask(2, () => Promise.resolve('next'), wanted);
  await expect(thrown).rejects.toThrow('at once');
  leaving.abort(new Error('left'));
  await expect(endless).rejects.toThrow('left');
  expect(await next).toBe('next');
});
