import { definePart } from '../common/hub/part';
import { mojaloopRole } from './role';

export const part = definePart({ roles: [mojaloopRole] });
