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
  const { key, deployments } = await gateway.call('deployResource', { resources }, { timeoutMs });
  return deployments.flatMap(({ process }) => {
    if (process === null) return [];
    const { resourceName: file, bpmnProcessId: processId, version, processDefinitionKey } = process;
    // The engine counts keys upwards and takes the deployment's own before those of what is new in it.
    const isNew = BigInt(processDefinitionKey) > BigInt(key);
    return [{ file, processId, version, isNew }];
  });
}
