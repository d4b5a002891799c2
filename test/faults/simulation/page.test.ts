import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bugsTable } from './hunt/mutations';

test('the page lists the planted bugs that must be found, and after how many schedules they were', () => {
  const page = readFileSync(join(__dirname, 'README.md'), 'utf8');
  const [, shown] = /<!-- bugs: .*-->\n\n([^]*?)\n\n<!-- end -->/.exec(page) ?? [];
  expect(shown).toBe(bugsTable());
});
