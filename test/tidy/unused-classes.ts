/** Classes of the page's style sheets that none of its components wears, and those that are worn and in no sheet. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const page = join(__dirname, '../../connectors/operations/web');

const textOf = (file: string) => readFileSync(join(page, file), 'utf8');

const filesOfPage = () =>
  readdirSync(page, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !file.startsWith('built'),
  );

const isCode = (file: string) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts');

/** By sheet: `work/work.module.css .counts`. */
export function unusedClasses(): string[] {
  const files = filesOfPage();
  const all = files.filter(isCode).map(textOf);
  return files
    .filter((file) => file.endsWith('.module.css'))
    .flatMap((sheet) => {
      const wearing = all.filter((text) => text.includes(`/${basename(sheet)}'`));
      // By a name that is made elsewhere, such as a tone.
      const isByName = wearing.some((text) => /styles\[[^'\]]/.test(text));
      const isWorn = (name: string) =>
        wearing.some((text) => text.includes(`styles['${name}']`)) ||
        (isByName && all.some((text) => new RegExp(`\\b${name}\\b`).test(text)));
      return classesIn(textOf(sheet))
        .filter((name) => !isWorn(name))
        .map((name) => `${sheet} .${name}`);
    });
}

/** By component: `kit/lazy-view.tsx .problem`. */
export function absentClasses(): string[] {
  return filesOfPage()
    .filter(isCode)
    .flatMap((file) => {
      const text = textOf(file);
      const [, sheet] = /import styles from '([^']+\.module\.css)'/.exec(text) ?? [];
      if (sheet === undefined) return [];
      const there = new Set(classesIn(textOf(join(dirname(file), sheet))));
      const worn = [...text.matchAll(/styles\['([\w-]+)'\]/g)].map(([, name = '']) => name);
      return [...new Set(worn)]
        .filter((name) => !there.has(name))
        .map((name) => `${file} .${name}`);
    });
}

/** Those of others, `:global(.u-over)`, are not the page's to wear. */
function classesIn(css: string): readonly string[] {
  const own = css.replace(/\/\*[^]*?\*\//g, '').replace(/:global\([^)]*\)/g, '');
  const selectors = own.match(/[^{}]+(?=\{)/g) ?? [];
  return [
    ...new Set(
      selectors.flatMap((one) =>
        [...one.matchAll(/\.([a-zA-Z][\w-]*)/g)].flatMap(([, name]) => name ?? []),
      ),
    ),
  ];
}
