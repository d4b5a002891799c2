import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { errorInformation } from '../../common/fspiop-errors';
import { refusal, Refusal, tooLarge } from './refusal';

export interface BodyLimits {
  /** Of one body. */
  readonly bodyMaxBytes: number;
  /** Of all large bodies that are being read or worked on at one time. */
  readonly bodiesMaxBytes: number;
}

/** A body up to this is never put off for the sake of others: payments go on while bulks fill the memory. */
const smallBodyBytes = 64 * 1024;

/**
 * Puts the bytes of the body into `request.body` (a Buffer, empty where there was none). Refused are: a
 * compressed body, one that is too large (3104, as soon as that is known), and one that does not fit into
 * the memory set aside for bodies just now (503 with 2005, at once). What is refused is not read on.
 */
export function createBodyReader(limits: BodyLimits): RequestHandler {
  let heldBytes = 0;
  return (request, response, next) => {
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw refusal('MALFORMED_SYNTAX', 'Content-Encoding');
    }
    let ownBytes = 0;
    /** The memory is this request's until it is answered: parsing takes more of it than reading. */
    const hold = (bodyBytes: number): void => {
      if (bodyBytes > limits.bodyMaxBytes) {
        throw tooLarge();
      }
      const added = Math.max(0, bodyBytes - smallBodyBytes) - ownBytes;
      if (added <= 0) return;
      if (heldBytes + added > limits.bodiesMaxBytes) {
        throw new Refusal(503, errorInformation('SERVER_BUSY', 'too many large bodies'));
      }
      heldBytes += added;
      ownBytes += added;
    };
    response.once('close', () => (heldBytes -= ownBytes));
    read(request, hold).then((bytes) => {
      request.body = bytes;
      next();
    }, next);
  };
}

/** 5 MB in the smallest packets of the internet are a tenth; a body in chunks of one byte costs seconds of CPU. */
const piecesMax = 100_000;

/** @param hold throws when the body may not be as large as this. */
function read(request: IncomingMessage, hold: (bodyBytes: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announcedBytes = Number(request.headers['content-length'] ?? 0);
    hold(announcedBytes);
    // One buffer and not a list of chunks: a body of millions of tiny chunks would take a hundred times its size.
    let buffer: Buffer = Buffer.allocUnsafe(announcedBytes);
    let length = 0;
    let pieces = 0;
    const stop = (error?: Error): void => {
      request.off('data', onData).off('end', onEnd).off('error', onClose).off('close', onClose);
      if (error !== undefined) {
        request.pause();
        reject(error);
      }
    };
    const onData = (chunk: Buffer): void => {
      try {
        if (++pieces > piecesMax) throw refusal('MALFORMED_SYNTAX', 'the body is cut too small');
        hold(length + chunk.length);
      } catch (error) {
        stop(error as Error);
        return;
      }
      buffer = withRoomFor(buffer, length, chunk.length);
      length += chunk.copy(buffer, length);
    };
    const onEnd = (): void => {
      stop();
      resolve(buffer.subarray(0, length));
    };
    const onClose = (): void => stop(refusal('MALFORMED_SYNTAX', 'the body broke off'));
    request.on('data', onData).on('end', onEnd).on('error', onClose).on('close', onClose);
  });
}

const leastBytes = 4_096;

function withRoomFor(buffer: Buffer, length: number, addedBytes: number): Buffer {
  const needed = length + addedBytes;
  if (needed <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(leastBytes, needed, 2 * buffer.length));
  buffer.copy(larger, 0, 0, length);
  return larger;
}

/** Whether so much of the request is still to come that it is not to be read only for the connection's sake. */
export function isLeftUnread(request: IncomingMessage): boolean {
  if (request.complete) return false;
  const { 'transfer-encoding': transferEncoding, 'content-length': contentLength } =
    request.headers;
  return transferEncoding !== undefined || Number(contentLength ?? 0) > smallBodyBytes;
}
