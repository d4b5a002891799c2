import type { Gateway } from './gateway';

export interface DeployableFile {
  /** Base name, such as `payer-transfer.bpmn`: the engine compares by it. */
  readonly name: string;
  readonly content: Buffer;
}

export interface DeployedProcess {
  readonly file: string;
  readonly processId: string;
  readonly version: number;
  /** False when the engine had this very file as its latest version already. */
  readonly isNew: boolean;
}

/** All files or none. Deploying what is there already changes nothing. @throws GatewayError */
export async function deployFiles(
  gateway: Gateway,
  files: readonly DeployableFile[],
  timeoutMs: number,
): Promise<DeployedProcess[]> {
  const resources = files.map(({ name, content }) => ({ name, content }));
  const { key, deployments } = await gateway.call('deployResource', { resources }, timeoutMs);
  const processes = deployments.flatMap(({ process }) => (process === null ? [] : [process]));
  const isNew = newAmong(
    processes.map((process) => process.processDefinitionKey),
    key,
  );
  return processes.map(({ resourceName, bpmnProcessId, version, processDefinitionKey }) => ({
    file: resourceName,
    processId: bpmnProcessId,
    version,
    isNew: isNew.has(processDefinitionKey),
  }));
}

/**
 * The answer does not tell what is new. But the engine counts its keys upwards and takes the deployment's
 * right after those of the definitions that it has added, so the new ones stand unbroken before it.
 */
function newAmong(definitionKeys: readonly string[], deploymentKey: string): Set<string> {
  const isNew = new Set<string>();
  for (let key = BigInt(deploymentKey) - 1n; definitionKeys.includes(String(key)); key -= 1n) {
    isNew.add(String(key));
  }
  return isNew;
}
