import type { Say } from './distribution';
import { canHaveGoTool, ensureGoTool, type GoTool } from './go-tool';

/** Prometheus' own tool for rules; `v0.316.0` is Prometheus 3.16.0. */
const promtool: GoTool = {
  name: 'promtool',
  goPackage: 'github.com/prometheus/prometheus/cmd/promtool',
  version: 'v0.316.0',
  // Clients of every cloud, by which Prometheus finds what to scrape.
  tags: 'remove_all_sd',
};

/** Whether `ensurePromtool` can give one: tests that need it are skipped where it cannot. */
export const canHavePromtool = (): boolean => canHaveGoTool(promtool);

export const ensurePromtool = (say?: Say): Promise<string> => ensureGoTool(promtool, say);
