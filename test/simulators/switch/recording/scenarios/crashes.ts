import { scenario, type Scenario } from './scenario';
import { answer, committed, rejection, reserved } from './transfers';

/**
 * After a crash the real switch repeats what it did since it last noted how far it had come, some five
 * seconds at most: here the last notification, or all of them. The numbers are those of the recording.
 */
export const crashes: readonly Scenario[] = [
  scenario('a crash after a transfer that the switch committed', async (session) => {
    const path = await reserved(session);
    await answer(session, path, committed(session, { transferState: 'RESERVED' }));
    await session.crash(2);
  }),
  scenario('a crash after a transfer that the payee rejected', async (session) => {
    const path = await reserved(session);
    await answer(session, `${path}/error`, rejection);
    await session.crash(3);
  }),
];
