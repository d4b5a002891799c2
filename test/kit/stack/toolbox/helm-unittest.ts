import { canHaveGoTool, ensureGoTool, type GoTool } from './go-tool';

/** Renders with Helm's code of 3.21 inside of it, whichever Helm there is. */
const helmUnittest: GoTool = {
  name: 'helm-unittest',
  goPackage: 'github.com/helm-unittest/helm-unittest/cmd/helm-unittest',
  version: 'v1.1.2',
  replaces: ['github.com/vmware-labs/yaml-jsonpath=github.com/helm-unittest/yaml-jsonpath@v0.4.0'],
  isLarge: true,
};

export const canHaveHelmUnittest = (): boolean => canHaveGoTool(helmUnittest);
export const ensureHelmUnittest = (): Promise<string> => ensureGoTool(helmUnittest);
