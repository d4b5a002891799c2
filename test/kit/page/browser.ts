/** As much of a browser as signing in takes: it keeps cookies and follows redirects. */
export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the answer is no JSON. */
  readonly json: Record<string, unknown>;
  /** Whole `Set-Cookie` headers. */
  readonly setCookies: readonly string[];
}

const redirectsMax = 20;

export class CookieBrowser {
  readonly cookies = new Map<string, string>();
  /** All that any answer has said to it, headers too: no token may be there. */
  readonly heard: string[] = [];

  constructor(readonly origin: string) {}

  /** @param target a path of the page, or an address */
  async visit(target: string, { method = 'GET', headers = {}, body }: Visit = {}): Promise<Seen> {
    const url = new URL(target, this.origin).href;
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...this.cookieHeader(), ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    this.keep(answer.headers);
    const isJson = /[/+]json(;|$)/.test(answer.headers.get('content-type') ?? '');
    this.heard.push(text, [...answer.headers].filter(([name]) => name !== 'set-cookie').join());
    return {
      ...{ url, status: answer.status, headers: answer.headers, text },
      json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
      setCookies: answer.headers.getSetCookie(),
    };
  }

  async follow(seen: Seen, isThere: (url: string) => boolean = () => false): Promise<Seen> {
    let now = seen;
    for (let times = 0; times < redirectsMax; times += 1) {
      const location = now.headers.get('location');
      if (location === null || now.status < 300 || now.status >= 400) return now;
      const next = new URL(location, now.url).href;
      if (isThere(next)) return now;
      now = await this.visit(next);
    }
    throw new Error('too many redirects');
  }

  /** As the page writes. */
  write(
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Seen> {
    return this.visit(path, {
      method: 'POST',
      headers: {
        ...{ 'Payment-Hub-Page': '1', Origin: this.origin },
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Up to the buttons of the development issuer. */
  async beginSignIn(returnTo = '/app/work'): Promise<Seen> {
    const begun = await this.visit(`/bff/login?return=${encodeURIComponent(returnTo)}`);
    return this.follow(begun);
  }

  /** Presses a button; stops before the callback, whose address the answer's `location` is. */
  async choose(buttons: Seen, person: string): Promise<Seen> {
    const chosen = await this.visit(buttons.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ person }).toString(),
    });
    return this.follow(chosen, (url) => url.startsWith(`${this.origin}/bff/callback`));
  }

  /** @returns the answer of the callback */
  async signIn(person: string, returnTo?: string): Promise<Seen> {
    const chosen = await this.choose(await this.beginSignIn(returnTo), person);
    return this.visit(chosen.headers.get('location') ?? 'nowhere:');
  }

  copy(): CookieBrowser {
    const other = new CookieBrowser(this.origin);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  cookieHeader(): Record<string, string> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? {} : { Cookie: pairs.join('; ') };
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const expires = attributes.find((one) => /^expires=/i.test(one))?.slice('expires='.length);
      const isOver =
        attributes.some((one) => /^max-age=0$/i.test(one)) ||
        (expires !== undefined && Date.parse(expires) < Date.now());
      if (isOver) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
