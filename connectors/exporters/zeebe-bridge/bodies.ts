import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

export interface BodyLimits {
  readonly bodyBytesMax: number;
  /** Of all bodies that are being read or written to Kafka at one time. */
  readonly bodiesBytesMax: number;
}

export interface Body {
  readonly bytes: Buffer;
  /** Whoever has it says when its bytes are needed no more. */
  release(): void;
}

/** A piece takes so much memory at least: a body in pieces of one byte is refused long before the memory is gone. */
const pieceBytesMin = 512;

/** Reads bodies into as much memory as is set aside for them. */
export class Bodies {
  private heldBytes = 0;

  constructor(private readonly limits: BodyLimits) {}

  /** @throws Refusal as soon as it is known that the body will not fit; what is still to come of it is thrown away */
  async read(request: IncomingMessage): Promise<Body> {
    const pieces: Buffer[] = [];
    let heldBytes = 0;
    const release = (): void => {
      this.heldBytes -= heldBytes;
      heldBytes = 0;
    };
    let length = 0;
    const take = (piece: Buffer): Refusal | undefined => {
      length += piece.length;
      const addedBytes = Math.max(piece.length, pieceBytesMin);
      const refusal = this.refusalOf(length, addedBytes);
      if (refusal !== undefined) return refusal;
      heldBytes += addedBytes;
      this.heldBytes += addedBytes;
      pieces.push(piece);
      return undefined;
    };
    try {
      await readAll(request, take);
    } catch (error) {
      release();
      throw error;
    }
    return { bytes: Buffer.concat(pieces, length), release };
  }

  private refusalOf(length: number, addedBytes: number): Refusal | undefined {
    const { bodyBytesMax, bodiesBytesMax } = this.limits;
    if (length > bodyBytesMax) {
      const advice = "lower the exporter's BULK_SIZE and BULK_MEMORYLIMIT";
      const raise = 'or raise ZEEBE_BRIDGE_BODY_MAX_BYTES';
      return new Refusal(
        'too-large',
        `the bulk is larger than ${bodyBytesMax} bytes: ${advice}, ${raise}`,
      );
    }
    if (this.heldBytes + addedBytes > bodiesBytesMax) {
      return new Refusal(
        'too-much-at-once',
        `bulks under way take ${this.heldBytes} bytes: more than ZEEBE_BRIDGE_BODIES_MAX_BYTES are not held`,
      );
    }
    return undefined;
  }
}

/** @param take says what is wrong with the piece */
function readAll(
  request: IncomingMessage,
  take: (piece: Buffer) => Refusal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (piece: Buffer): void => {
      const refusal = take(piece);
      if (refusal === undefined) return;
      // Read on, so that the answer is not lost in a reset connection; the server's time-outs end it.
      request.off('data', onData).resume();
      reject(refusal);
    };
    const onBrokenOff = (): void => {
      reject(new Refusal('broken-off', 'the bulk broke off before its end'));
    };
    request.on('data', onData).on('end', resolve).on('error', onBrokenOff).on('close', onBrokenOff);
  });
}
