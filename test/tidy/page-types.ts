/** What the operators' page knows of the APIs behind it: types, made from their documents. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../kit/stack/scripts';

const documents = {
  operations: 'connectors/operations/api/openapi.yaml',
  'fee-rules': 'connectors/fee-rules/administration/openapi.yaml',
  obligations: 'connectors/obligations/api/openapi.yaml',
};

/** @returns what differs, where they are only checked */
export function makePageTypes(...flags: readonly '--check'[]): string[] {
  return Object.entries(documents).flatMap(([name, document]) => {
    const written = `connectors/operations/web/api/generated/${name}.d.ts`;
    const cli = join(projectRoot, 'node_modules/openapi-typescript/bin/cli.js');
    const parameters = [cli, document, '--output', written, ...flags];
    const { status } = spawnSync(process.execPath, parameters, { cwd: projectRoot });
    return status === 0 ? [] : [written];
  });
}
