/** Files of the page as the build has packed them beside the plain ones: they change with a build alone, so nobody packs them anew. */
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Request, Response } from 'express';

const plainName = /^\/?[\w-][\w.-]*$/;

/**
 * What is to be sent in the place of this file, with the headers that say so.
 * @param name in the folder: `/index-1a2b.js`
 * @returns `/index-1a2b.js.gz` where that is there and the browser takes it, else the name as it came
 */
export function packedName(
  folder: string,
  name: string,
  request: Request,
  response: Response,
): string {
  response.vary('Accept-Encoding');
  const isWanted = request.acceptsEncodings('gzip', 'identity') === 'gzip';
  const packed = `${name}.gz`;
  if (!isWanted || !plainName.test(name) || !existsSync(join(folder, packed))) return name;
  response.type(extname(name)).set('Content-Encoding', 'gzip');
  return packed;
}
