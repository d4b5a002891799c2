/** In which language a request is answered: chosen once, where it comes in (RFC 9110, 12.5.4). */
import type { RequestHandler, Response } from 'express';
import { languages, storedLanguage, type Language } from '../words/languages';

/** Whatever else an answer is, caches have to know that it depends on the header. */
export const chooseLanguage: RequestHandler = (request, response, next) => {
  const liked = request.acceptsLanguages(...languages);
  const language = languages.find((one) => one === liked) ?? storedLanguage;
  response.locals['language'] = language;
  response.vary('Accept-Language').set('Content-Language', language);
  next();
};

/** English for an API that answers in that alone. */
export function languageOf(response: Response): Language {
  return (response.locals['language'] as Language | undefined) ?? storedLanguage;
}
