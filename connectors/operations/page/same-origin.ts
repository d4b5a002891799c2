/** What comes from other pages is not carried out, whatever cookie comes with it. */
import type { Request, RequestHandler } from 'express';
import { Problem } from '../../common/api/problems';
import { translated, type Translated } from '../../common/words/languages';
import { pageServerWords } from './page-words';

/** No form and no link can send it; of scripts only those of this origin, for no other is let by the browser. */
const pageHeader = 'Payment-Hub-Page';

export function fromOwnPage(origin: string): RequestHandler {
  return (request, _response, next) => {
    const objection = isRead(request)
      ? objectionToRead(request)
      : objectionToWrite(request, origin);
    if (objection !== undefined) throw new Problem('forbidden', { detail: objection });
    next();
  };
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Nobody else could read the answer, but it would stand in the audit as if the person had looked. */
function objectionToRead(request: Request): Translated | undefined {
  const site = request.get('Sec-Fetch-Site');
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn ? undefined : translated(pageServerWords, (said) => said.onlyOwnPage);
}

function objectionToWrite(request: Request, origin: string): Translated | undefined {
  if (request.get(pageHeader) !== '1') {
    return translated(pageServerWords, (said) => said.headerMissing(pageHeader));
  }
  const from = request.get('Origin');
  const isOwn =
    from === undefined ? request.get('Sec-Fetch-Site') === 'same-origin' : from === origin;
  return isOwn ? undefined : translated(pageServerWords, (said) => said.otherOrigin);
}
