import { definePart } from '../common/hub/part';
import { obligationsRole } from './role';

export const part = definePart({ roles: [obligationsRole] });
