/** What is chosen of a payment stands in the address: a link shows the same to somebody else. Pure. */

export type Chosen =
  | { readonly what: 'event'; readonly eventId: string }
  | { readonly what: 'message'; readonly messageId: string }
  | { readonly what: 'process'; readonly processInstanceKey: string }
  | {
      readonly what: 'element';
      readonly processInstanceKey: string;
      readonly elementId: string;
    };

export const tabNames = ['diagram', 'messages', 'account', 'audit'] as const;
export type TabName = (typeof tabNames)[number];

export function tabOf(name: string | undefined): TabName {
  return tabNames.find((one) => one === name) ?? 'diagram';
}

export function chosenOf(query: URLSearchParams): Chosen | undefined {
  const eventId = query.get('event');
  if (eventId !== null) return { what: 'event', eventId };
  const messageId = query.get('message');
  if (messageId !== null) return { what: 'message', messageId };
  const process = query.get('process');
  if (process !== null) return { what: 'process', processInstanceKey: process };
  const [processInstanceKey, elementId] = query.get('element')?.split('/') ?? [];
  if (processInstanceKey === undefined || elementId === undefined) return undefined;
  return { what: 'element', processInstanceKey, elementId };
}

/** With its `?`; nothing chosen: empty. */
export function queryOf(chosen: Chosen | undefined): string {
  if (chosen === undefined) return '';
  return `?${new URLSearchParams(fieldOf(chosen)).toString()}`;
}

function fieldOf(chosen: Chosen): Readonly<Record<string, string>> {
  switch (chosen.what) {
    case 'event':
      return { event: chosen.eventId };
    case 'message':
      return { message: chosen.messageId };
    case 'process':
      return { process: chosen.processInstanceKey };
    case 'element':
      return { element: `${chosen.processInstanceKey}/${chosen.elementId}` };
  }
}
