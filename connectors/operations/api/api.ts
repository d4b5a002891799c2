import { join } from 'node:path';
import { describeApi } from '../../common/api/operations';

/** The API as its users read it, and what requests are held to. */
export const operationsApi = describeApi(join(__dirname, 'openapi.yaml'));
