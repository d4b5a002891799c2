import { status } from '@grpc/grpc-js';
import { GatewayError } from './gateway';

/** Whether the engine knows the key that a command names. @throws GatewayError for all else */
export async function knowsKey(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    if (error instanceof GatewayError && error.code === status.NOT_FOUND) return false;
    throw error;
  }
}
