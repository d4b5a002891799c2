/** `hub` as a person types it, in a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import packageJson from '../../package.json';

const root = join(__dirname, '../..');

/** What a command said, and how it ended. */
function hub(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const args = ['--require', 'tsx/cjs', join(root, 'connectors/main.ts'), ...words];
    execFile(process.execPath, args, { cwd: root }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test('hub --version tells its version, and nothing else', async () => {
  expect(await hub('--version')).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
});
