import type { Distribution } from './distribution';

/** The last line of Zeebe that is free in production (Zeebe Community License 1.1). Needs Java 21. */
export const zeebeDistribution: Distribution = {
  title: 'Zeebe 8.5.8',
  artifact: {
    group: 'io.camunda',
    name: 'camunda-zeebe',
    version: '8.5.8',
    packaging: 'tar.gz',
  },
  sha512:
    'b7777f8fb6dbafb8645332510c6111f0e1a8dca4a359eeb176724c2986bfdb1852b8adb660aae4bd3df4b8d1a2e730bf996e2fc7e49f4effb9b1b84b1a5f67e8',
  megabytes: 212,
};
