/** Manifests as an API server's own code sees them, without a server. */
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canHaveGoTool, commandOnPath, ensureGoTool, type GoTool } from './go-tool';
import { cacheDirectory } from './cache';
import { asked, ensureSchemas } from './kubernetes-checks';
import { writeOpenApi } from './openapi-schemas';

const kubectlValidate: GoTool = {
  name: 'kubectl-validate',
  goPackage: 'sigs.k8s.io/kubectl-validate',
  version: 'v0.0.4',
  isLarge: true,
};

export const canHaveKubectlValidate = (): boolean =>
  canHaveGoTool(kubectlValidate) && commandOnPath('pip') !== undefined;

/**
 * @param file manifests of Kubernetes' own kinds
 * @param version such as `1.37`
 * @returns what is wrong, a line each, and of how many documents nothing is
 */
export async function validateAsServer(
  file: string,
  version: string,
): Promise<{ readonly problems: readonly string[]; readonly valid: number }> {
  const command = await ensureGoTool(kubectlValidate);
  const answer = await asked<Record<string, readonly { status: string; message?: string }[]>>(
    command,
    // The newest that it knows by itself, which nothing is asked of: without one it asks the network.
    [
      '--local-schemas',
      await ensureOpenApi(version),
      '--version',
      '1.30',
      '--output',
      'json',
      file,
    ],
  );
  const statuses = Object.values(answer).flat();
  return {
    problems: statuses.flatMap(({ status, message = '' }) => (status === 'Success' ? [] : message)),
    valid: statuses.filter(({ status }) => status === 'Success').length,
  };
}

async function ensureOpenApi(version: string): Promise<string> {
  const schemas = await ensureSchemas();
  const folder = join(schemas, `openapi-${version}`);
  if (existsSync(folder)) return folder;
  const arriving = mkdtempSync(join(cacheDirectory(), 'openapi-'));
  writeOpenApi(join(schemas, `v${version}.0-local-strict`, '_definitions.json'), arriving);
  try {
    // The folder appears whole or not at all; when another process was first, its own counts.
    renameSync(arriving, folder);
  } catch {
    rmSync(arriving, { recursive: true });
  }
  return folder;
}
