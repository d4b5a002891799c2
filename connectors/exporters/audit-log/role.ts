import { kafkaChecks } from '../../common/doors/kafka/check';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { recordsPartitionsOf } from '../records-partitions';
import { keepLogs } from './keep-logs';
import { createAuditLogMetrics } from './metrics';
import { verifierKeyOf } from './note';
import {
  auditLogEnvironment,
  checkpointsEnvironment,
  checkpointsTopic,
  recordsTopicOf,
  signerOf,
} from './settings';

/** Keeps the proof that what an engine has exported is all there, and as it was. */
export const auditLogRole = defineRole({
  name: 'audit-log',
  needs: { kafka: true },
  environment: auditLogEnvironment,
  topics: ownTopics(checkpointsEnvironment, (settings) => [checkpointsTopic(settings)]),
  async start({ environment: settings, deps, metrics, kafka }) {
    const signer = signerOf(settings, 1);
    const partitions = await recordsPartitionsOf(kafka, recordsTopicOf(settings), deps);
    await kafka.ensureTopics([checkpointsTopic(settings)]);
    const logs = keepLogs(
      { ...deps, kafka, metrics: createAuditLogMetrics(metrics) },
      settings,
      partitions,
    );
    deps.log.info({ key: verifierKeyOf(signer) }, 'the audit log of partition 1 is signed by this');
    return {
      health: [{ name: 'audit-log', check: () => logs.checkHealth() }],
      close: () => logs.close(),
    };
  },
  checks: ({ environment, kafka }) => {
    signerOf(environment, 1);
    const own = [checkpointsTopic(environment)];
    return kafkaChecks(kafka, { own, ofOthers: [recordsTopicOf(environment)] });
  },
});
