/** Kyverno's own judgement of manifests by a policy, without a cluster. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { canHaveGoTool, ensureGoTool, type GoTool } from './go-tool';

const kyverno: GoTool = {
  name: 'kubectl-kyverno',
  goPackage: 'github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno',
  version: 'v1.19.1',
  replaces: [
    'k8s.io/pod-security-admission=github.com/kyverno/pod-security-admission@v0.0.0-20251031094455-46f20778634f',
  ],
  isLarge: true,
};

export const canHaveKyverno = (): boolean => canHaveGoTool(kyverno);

export interface Judged {
  readonly passed: number;
  /** `Deployment/hub: why`, as Kyverno says it. */
  readonly failures: readonly string[];
}

export async function judge(policyFile: string, manifestsFile: string): Promise<Judged> {
  const command = await ensureGoTool(kyverno);
  const words = ['apply', policyFile, '--resource', manifestsFile, '--detailed-results'];
  const { stdout, stderr } = await promisify(execFile)(command, words, {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => error as { readonly stdout: string; readonly stderr: string });
  const [, passed, failed] = /pass: (\d+), fail: (\d+)/.exec(stdout) ?? [];
  if (passed === undefined) throw new Error(`Kyverno has not judged: ${stdout}${stderr}`);
  const text = stdout.slice(0, stdout.indexOf('\npass:'));
  return { passed: Number(passed), failures: Number(failed) === 0 ? [] : [text] };
}
