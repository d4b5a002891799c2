import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const between = /(<!-- settings:[^\n]*-->\n)[\s\S]*(<!-- end of settings -->)/;

export const readmeFile = join(root, 'README.md');

/** The README with the table that `hub settings` prints now. */
export async function withSettings(readme: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', 'tsx/cjs', 'connectors/main.ts', 'settings'],
    { cwd: root },
  );
  return readme.replace(between, `$1\n${stdout}\n$2`);
}
