import { defineWords } from '../../words/languages';

export const diagramKitWords = defineWords({
  en: {
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show all of it',
    cannotDraw: 'The diagram cannot be drawn. What stands beside it tells all of it in words.',
  },
  sw: {
    zoomIn: 'Kuza',
    zoomOut: 'Punguza',
    fit: 'Onyesha wote',
    cannotDraw: 'Mchoro hauwezi kuchorwa. Kilicho kando yake kinasema yote kwa maneno.',
  },
});
