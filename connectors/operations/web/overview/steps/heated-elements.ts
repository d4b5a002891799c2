/** From what was counted at the elements of a diagram to what is drawn of it. Pure. */
import type { ElementMark } from '../../kit/diagram/element-mark';
import type { ProcessFigures } from '../figures';
import { countOf, heats, shareIn, type Heat, type Heated } from './heat';

/** As the address has it, and the search. */
export const keyOf = ({ engine, processDefinitionKey }: ProcessFigures): string =>
  `${engine}/${processDefinitionKey}`;

export function heatedElements(process: ProcessFigures): readonly Heated[] {
  const ranBy = keyOf(process);
  return process.elements.map(({ elementId, name, ...figures }) => ({
    ...{ key: elementId, title: name ?? elementId, name: elementId, figures },
    through: { ranBy, wentThroughElement: elementId },
    standing: { ranBy, standsAtElement: elementId },
  }));
}

/** Of which there are none has no colour. */
export function heatMarks(
  heated: readonly Heated[],
  heat: Heat,
  format: (count: number) => string,
): readonly ElementMark[] {
  const shareOf = shareIn(heated, heat);
  return heated
    .filter(({ figures }) => countOf(heat, figures) > 0)
    .map((one) => ({
      elementId: one.key,
      markers: ['hub-heat', `hub-heat-${heats[heat].tone}`],
      share: shareOf(one),
      badge: {
        ...{ text: format(countOf(heat, one.figures)), look: 'hub-badge-heat' },
        isCounter: true,
      },
    }));
}
