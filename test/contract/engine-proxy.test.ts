/** What k8s/engine-proxy lets through, against what the hub calls. With a real broker: test/integration. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayService } from '../../connectors/common/zeebe/gateway-service';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('the proxy lets through the calls that the hub makes, and deploying by its own rule alone', () => {
  const protocol = read('connectors/common/zeebe/gateway-protocol.ts');
  const names = [...protocol.matchAll(/^ {2}(\w+): \{/gm)].map(([, name]) => name);
  const paths = Object.values(gatewayService())
    .filter(({ originalName }) => names.includes(originalName))
    .map(({ path }) => path);
  const deploying = '/gateway_protocol.Gateway/DeployResource';
  expect(paths).toContain(deploying);
  const through = read('k8s/engine-proxy/calls.lst').trim().split('\n');
  expect(through).toEqual(paths.filter((path) => path !== deploying).toSorted());
  expect(read('k8s/engine-proxy/haproxy.cfg')).toContain(`acl deploys path ${deploying}\n`);
});
