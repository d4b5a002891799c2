import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type Agent as HttpsAgent } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import {
  AxiosError,
  AxiosHeaders,
  CanceledError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { hostNameOf } from './host-name';

/** The time of `config.timeout` was over before the answer had come in whole. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

type Adapter = (config: InternalAxiosRequestConfig) => Promise<AxiosResponse<Buffer>>;

type Unpack = (bytes: Buffer, limits: { readonly maxOutputLength: number }) => Buffer;

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/**
 * axios over node:http with as little between them as our calls need: bytes in, bytes out, one timer and one
 * listener a call. Measured, axios's own adapter costs four times as much. Reads method, url, headers, data (a string),
 * timeout, signal, the agents and maxContentLength; follows no redirect and uses no proxy.
 */
export const nodeAdapter: Adapter = (config) =>
  new Promise((resolve, reject) => {
    const request = open(config);
    const timer = setTimeout(() => end(new DeadlinePassed()), config.timeout);
    const giveUp = (): void => end(new CanceledError(undefined, config, request));
    const letGo = (): void => {
      clearTimeout(timer);
      config.signal?.removeEventListener?.('abort', giveUp);
    };
    const end = (failure: Error): void => {
      letGo();
      reject(failure);
      request.destroy();
    };
    const fail = (error: Error): void =>
      end(AxiosError.from(error, undefined, config, request) as Error);
    config.signal?.addEventListener?.('abort', giveUp);
    request.on('error', fail);
    request.on('response', (message) => {
      collect(message, config.maxContentLength ?? Infinity, fail, (data) => {
        letGo();
        resolve({ ...statusOf(message), data, config, request });
      });
    });
    request.end(config.data as string | undefined);
  });

function open(config: InternalAxiosRequestConfig): ClientRequest {
  const url = new URL(config.url ?? '');
  const { protocol, port, pathname, search } = url;
  const isSecure = protocol === 'https:';
  const data = config.data as string | undefined;
  const headers = config.headers.toJSON() as Record<string, string>;
  if (data !== undefined) headers['Content-Length'] = String(Buffer.byteLength(data));
  const options = {
    method: config.method?.toUpperCase() ?? 'GET',
    hostname: hostNameOf(url),
    port,
    path: pathname + search,
    headers,
    agent: (isSecure ? config.httpsAgent : config.httpAgent) as Agent | HttpsAgent,
  };
  return isSecure ? httpsRequest(options) : httpRequest(options);
}

function statusOf(message: IncomingMessage) {
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? '',
    headers: new AxiosHeaders(message.headers as Record<string, string>),
  };
}

/** All bytes of an answer, unpacked where a peer has packed them unasked. */
function collect(
  message: IncomingMessage,
  bytesMax: number,
  fail: (error: Error) => void,
  done: (bytes: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > bytesMax) fail(new Error(`the answer is larger than ${bytesMax} bytes`));
    else chunks.push(chunk);
  });
  message.on('error', fail);
  message.on('end', () => {
    const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    try {
      done(unpacked(bytes, message.headers['content-encoding'], bytesMax));
    } catch (error) {
      fail(error as Error);
    }
  });
}

function unpacked(bytes: Buffer, encoding: string | undefined, bytesMax: number): Buffer {
  const unpack = encoding === undefined ? undefined : unpackers[encoding];
  return unpack === undefined || bytes.length === 0
    ? bytes
    : unpack(bytes, { maxOutputLength: bytesMax });
}
