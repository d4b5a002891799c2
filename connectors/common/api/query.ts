import { parse, type ParsedUrlQuery } from 'node:querystring';
import { translated } from '../words/languages';
import { problemWords } from './problem-words';
import { Problem } from './problems';

/**
 * Express's simple parser, but for bytes that are not UTF-8, in whose place it puts U+FFFD.
 * @throws Problem
 */
export function parseQuery(text: string | null): ParsedUrlQuery {
  const undecoded: string[] = [];
  const decode = (encoded: string): string => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      undecoded.push(encoded);
      return encoded;
    }
  };
  const query = parse(text ?? '', '&', '=', { decodeURIComponent: decode });
  if (undecoded.length === 0) return query;
  throw new Problem('invalid-request', {
    detail: translated(problemWords, (said) => said.queryNotUtf8),
  });
}
