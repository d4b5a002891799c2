/** The page's own files: what `npm run build:page` has made of connectors/operations/web. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import helmet from 'helmet';
import { found, type Check } from '../../common/check';
import { Problem } from '../../common/api/problems';
import { translated } from '../../common/words/languages';
import { packedName } from './packed';
import { pageServerWords } from './page-words';

/** From the source, and from `dist/connectors/operations/page`: there with what was built, or where the source is. */
const places = [
  join(__dirname, '../web/built'),
  join(__dirname, '../../../../connectors/operations/web/built'),
];

export function builtPage(candidates: readonly string[] = places): string | undefined {
  return candidates.find(isBuiltIn);
}

function isBuiltIn(place: string): boolean {
  return existsSync(join(place, 'index.html'));
}

const yearMs = 365 * 86_400_000;

/** Under `/app`. */
export function pageFiles(candidates: readonly string[] = places): Router {
  const router = Router();
  const served = candidates.map(filesIn);
  router.use('/assets', (request, response, next) => {
    const { place, assets } = requireBuilt(served);
    request.url = packedName(join(place, 'assets'), request.path, request, response);
    assets(request, response, next);
  });
  // Never the page in place of a script: it would be kept for a year.
  router.use('/assets', () => {
    const detail = translated(pageServerWords, (said) => said.noFile);
    throw new Problem('unknown-path', { detail });
  });
  router.get('/{*path}', (request, response, next) => {
    const { place, others } = requireBuilt(served);
    response.set('Cache-Control', 'no-cache');
    others(request, response, () => {
      const page = join(place, packedName(place, 'index.html', request, response));
      response.sendFile(page, { cacheControl: false }, (error?: Error) => {
        if (error !== undefined && !response.headersSent) next(error);
      });
    });
  });
  return router;
}

interface ServedFiles {
  readonly place: string;
  readonly assets: RequestHandler;
  readonly others: RequestHandler;
}

function filesIn(place: string): ServedFiles {
  const usual = { index: false, redirect: false } as const;
  return {
    place,
    assets: express.static(join(place, 'assets'), { ...usual, immutable: true, maxAge: yearMs }),
    others: express.static(place, { ...usual, cacheControl: false }),
  };
}

/** Looked for each time: it may be built while the role runs. @throws Problem */
function requireBuilt(served: readonly ServedFiles[]): ServedFiles {
  const built = served.find(({ place }) => isBuiltIn(place));
  if (built !== undefined) return built;
  const detail = translated(pageServerWords, (said) => said.notBuilt(whatToDo));
  throw new Problem('unavailable', { detail });
}

const whatToDo = 'Build it with `npm run build:page`.';

export const pageBuiltCheck: Check = {
  what: 'the operators’ page',
  isForStart: true,
  run: () => {
    const place = builtPage();
    if (place !== undefined) return Promise.resolve(found.ok('is built'));
    return Promise.resolve(found.fail('is not built: /app/ answers 503', whatToDo));
  },
};

/** Nothing but its own files, no script and no style within the page, and nobody may frame it. */
export function pageHeaders(origin: string): RequestHandler {
  const isHttps = origin.startsWith('https:');
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  });
  return (request, response, next) => {
    response.set(
      'Permissions-Policy',
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    );
    protect(request, response, next);
  };
}
