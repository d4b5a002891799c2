/** The hub as JavaScript, for a test that wants its memory and not a compiler's: without types checked, in seconds. */
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { projectRoot } from '../stack/scripts';

const isCode = (path: string) => path.endsWith('.ts') && !path.endsWith('.test.ts');
/** The operators' page is Vite's to build, and not asked for here. */
const isLeftOut = (path: string) => path.startsWith('operations/web/') || path.endsWith('.test.ts');

/** @param folder below the project, whose packages it uses; what it holds is removed. It is as `dist` then. */
export function buildQuickly(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const sources = join(projectRoot, 'connectors');
  for (const path of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    const from = join(sources, path);
    if (isLeftOut(path) || !statSync(from).isFile()) continue;
    const to = join(folder, 'connectors', path);
    mkdirSync(dirname(to), { recursive: true });
    if (!isCode(path)) {
      cpSync(from, to);
      continue;
    }
    const { code } = transformFileSync(from, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(to.replace(/\.ts$/, '.js'), code);
  }
  for (const path of ['bpmn', 'package.json']) {
    cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  }
}
