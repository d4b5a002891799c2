export interface MediaTypeHeader {
  /** `application/json`, in lower case. */
  readonly type: string;
  /** By name in lower case, without the quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

const typePattern = /[ \t]*([!#$%&'*+.^`|~\w-]+\/[!#$%&'*+.^`|~\w-]+)[ \t]*/y;
/** An empty one too, as RFC 9110 lets a semicolon stand for nothing. */
const parameterPattern =
  /;[ \t]*(?:([!#$%&'*+.^`|~\w-]+)=(?:([!#$%&'*+.^`|~\w-]+)|"((?:[^"\\]|\\.)*)")[ \t]*)?/y;

/**
 * `type/subtype; name=value; name="value"`, parameters in any order (RFC 9110, 8.3.1). Undefined for what is
 * none, and where a parameter comes twice: who reads the other one reads another.
 */
export function parseMediaTypeHeader(text: string): MediaTypeHeader | undefined {
  typePattern.lastIndex = 0;
  const type = typePattern.exec(text)?.[1]?.toLowerCase();
  if (type === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (let at = typePattern.lastIndex; at < text.length; at = parameterPattern.lastIndex) {
    parameterPattern.lastIndex = at;
    const match = parameterPattern.exec(text);
    if (match === null) return undefined;
    const [, name, token, quoted] = match;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), token ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? '');
  }
  return { type, parameters };
}

/** Whether it says no other encoding than UTF-8. */
export function isUtf8({ parameters }: MediaTypeHeader): boolean {
  return (parameters.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8';
}
