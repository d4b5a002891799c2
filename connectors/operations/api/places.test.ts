import { Places } from './places';

const detail = { en: 'others are read', sw: 'nyingine zinasomwa' };
const places = () => new Places({ placesMax: 4, detail, retryAfterS: 5 });

test('who finds no place is told when to ask again, and others still find one', async () => {
  const few = places();
  const endings: (() => void)[] = [];
  const wait = () => new Promise<void>((resolve) => endings.push(resolve));
  const going = [few.during('lion', wait), few.during('lion', wait)];
  await expect(few.during('lion', wait)).rejects.toMatchObject({
    ...{ name: 'Problem', status: 503, options: { headers: { 'Retry-After': '5' } } },
  });
  going.push(few.during('buffalo', wait));
  for (const end of endings) end();
  await Promise.all(going);
  await expect(few.during('lion', () => Promise.resolve('read'))).resolves.toBe('read');
});

test('a place is free again after what has failed', async () => {
  const few = places();
  for (let time = 0; time < 10; time += 1) {
    await expect(few.during('lion', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  }
});
