import { definePart } from '../common/hub/part';
import { amsFineractRole } from './role';

export const part = definePart({ roles: [amsFineractRole] });
