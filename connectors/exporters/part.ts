import { definePart } from '../common/hub/part';
import { paymentEventsRole } from './payment-events/role';

export const part = definePart({ roles: [paymentEventsRole] });
