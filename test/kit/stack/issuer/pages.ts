import type { IncomingMessage } from 'node:http';
import type { Person } from './persons';

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>${title}</h1>${content}</body></html>
`;

export function buttonsPage(persons: readonly Person[]): string {
  const buttons = persons.map(
    ({ id, name, isWhat }) =>
      `<p><button name="person" value="${id}">${name}</button> ${isWhat}</p>`,
  );
  const content = `<p>For development: nobody here is real, and there are no passwords.</p>
<form method="post">${buttons.join('\n')}</form>`;
  return page('Who are you?', content);
}

/** @param form the provider's own, which the button sends */
export function signOutPage(form: string): string {
  const button = '<button form="op.logoutForm" name="logout" value="yes">Sign out</button>';
  return page('Sign out?', `${form}${button}`);
}

const bodyBytesMax = 10_000;

export async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > bodyBytesMax) throw new Error('the form is too large');
  }
  return new URLSearchParams(text);
}
