import { definePart } from '../common/hub/part';
import { channelRole } from './role';

export const part = definePart({ roles: [channelRole] });
