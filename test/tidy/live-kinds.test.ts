/** What the server tells of changes, and what the page reads anew: a list each, since the page imports nothing of the server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveKinds as told } from '../../connectors/operations/page/changes';

/** Out of its text: what stands in a component's file is not loaded without a browser. */
function heardByThePage(): string[] {
  const file = join(__dirname, '../../connectors/operations/web/api/live.tsx');
  const list = /liveKinds = \[([^\]]*)\] as const/.exec(readFileSync(file, 'utf8'))?.[1];
  if (list === undefined) throw new Error('the page has no list of liveKinds');
  return [...list.matchAll(/'([^']+)'/g)].map(([, kind = '']) => kind);
}

test('the page hears of every kind of change that the server tells, and waits for no other', () => {
  expect(heardByThePage().sort()).toEqual([...told].sort());
});
