import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const between = /(<!-- settings:[^\n]*-->\n)[\s\S]*(<!-- end of settings -->)/;

export const settingsFile = join(root, 'connectors/SETTINGS.md');

/** The page of settings with the table that `hub settings` prints now. */
export async function withSettings(page: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', 'tsx/cjs', 'connectors/main.ts', 'settings'],
    { cwd: root },
  );
  return page.replace(between, `$1\n${stdout}\n$2`);
}
