import type { Check } from '../../demo/checks';
import type { Zeebe } from '../../stack/zeebe';

/** What the broker itself counts: every process that began has ended, and no job is an incident. */
export async function checkEngine({ managementAddress }: Zeebe): Promise<Check[]> {
  const response = await fetch(`${managementAddress}/actuator/prometheus`);
  const metrics = await response.text();
  if (!response.ok) throw new Error(`the broker's metrics: ${response.status} ${metrics}`);
  const incidents = sumOf(metrics, 'zeebe_pending_incidents_total', '');
  const instances = (action: string) =>
    sumOf(metrics, 'zeebe_executed_instances_total', `action="${action}"`);
  const running = instances('activated') - instances('completed') - instances('terminated');
  return [
    { claim: 'no job is an incident', isTrue: incidents === 0, found: `${incidents} incidents` },
    {
      claim: 'every process that began has ended',
      isTrue: running === 0 && instances('activated') > 0,
      found: `${running} of ${instances('activated')} run`,
    },
  ];
}

/** Prometheus' text format: `name{label="value",...} number`. */
function sumOf(metrics: string, name: string, label: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
