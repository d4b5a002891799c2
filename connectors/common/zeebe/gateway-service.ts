import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON, loadSync } from '@grpc/proto-loader';

/** Of Zeebe 8.5, and not in zeebe-node's description of the service, which is of 8.2. */
const updateJobTimeout: Parameters<typeof fromJSON>[0] = {
  nested: {
    UpdateJobTimeoutRequest: {
      fields: { jobKey: { type: 'int64', id: 1 }, timeout: { type: 'int64', id: 2 } },
    },
    UpdateJobTimeoutResponse: { fields: {} },
    Gateway: {
      methods: {
        UpdateJobTimeout: {
          requestType: 'UpdateJobTimeoutRequest',
          responseType: 'UpdateJobTimeoutResponse',
          comment: '',
        },
      },
    },
  },
};

export function gatewayService(): ServiceDefinition {
  const path = require.resolve('zeebe-node/proto/zeebe.proto');
  // 64-bit keys do not fit into a number.
  const options = { keepCase: true, longs: String, enums: String, defaults: true };
  const service = 'gateway_protocol.Gateway';
  const described = loadSync(path, options)[service] as ServiceDefinition;
  const added = fromJSON({ nested: { gateway_protocol: updateJobTimeout } }, options)[service];
  return { ...described, ...(added as ServiceDefinition) };
}
