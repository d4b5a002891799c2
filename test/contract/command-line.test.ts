/** `hub` as a person types it, in a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import packageJson from '../../package.json';

const root = join(__dirname, '../..');

/** What a command said, and how it ended. */
function hub(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const args = ['--require', 'tsx/cjs', join(root, 'connectors/main.ts'), ...words];
    const env = { ...process.env, ZEEBE_ADDRESS: '127.0.0.1:1' };
    execFile(process.execPath, args, { cwd: root, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test('hub --version tells its version, and nothing else', async () => {
  expect(await hub('--version')).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
});

test('hub deploy knows the jobs of all its diagrams, and says in one line that no broker answers', async () => {
  const { code, out, err } = await hub('deploy', '--wait', '0');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(
    /^No Zeebe broker that is ready answers at 127\.0\.0\.1:1 \(waited 0 s\)\. Start one, or set ZEEBE_ADDRESS\. It said: .*ECONNREFUSED.*\n$/,
  );
});
