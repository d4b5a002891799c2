import type { Distribution } from './distribution';

/**
 * The server as its makers test with it: without what needs their licence or a plugin (ILM, painless,
 * ingest, security), which the hub does not use. AGPL, SSPL or Elastic License 2.0, as one chooses.
 */
export const elasticsearchDistribution: Distribution = {
  title: 'Elasticsearch 8.19.21',
  artifact: {
    group: 'org.elasticsearch.distribution.integ-test-zip',
    name: 'elasticsearch',
    version: '8.19.21',
    packaging: 'zip',
  },
  sha512:
    'cf6b0a93860d329937ae7f913ec5073b0c726c77639764b93fc83a304aa1dd9d4defcfa2849948eea3b0b47c2065f994908603939fc2a4774c9c4d868c5ec1dd',
  megabytes: 107,
};
