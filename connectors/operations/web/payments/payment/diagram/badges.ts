/** What stands at an element of the diagram: signs beside the colours, which alone would not do. Pure. */
import { formatDuration } from '../../../words/formats';
import type { Mark } from './execution';

const signs: Readonly<Record<Mark['state'], string>> = {
  active: '▶',
  completed: '✓',
  interrupted: '↷',
  terminated: '✕',
};

/** Gateways and the like take no time: of them nothing is told but that they were passed. */
export function badgeText(mark: Mark, { badgeHere }: { readonly badgeHere: string }): string {
  const { state, durationMs, tries, visits, incidents, incidentsOpen } = mark;
  const parts = [
    signs[state],
    ...(incidentsOpen > 0 ? ['⚠'] : []),
    ...(state === 'active' ? [badgeHere] : []),
    ...(durationMs !== undefined && durationMs > 0 && state !== 'active'
      ? [formatDuration(durationMs)]
      : []),
    ...(tries > visits.length ? [`↻${String(tries)}`] : []),
    ...(visits.length > 1 ? [`×${String(visits.length)}`] : []),
    ...(incidents > incidentsOpen ? [`(⚠${String(incidents - incidentsOpen)})`] : []),
  ];
  return parts.length === 1 && state === 'completed' ? '' : parts.join(' ');
}
