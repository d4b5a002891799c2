/** What rules may speak of, for who offers it in a list. */
import { annotationChoices } from '../language/check-annotations';
import { standardDictionary, type Field } from '../language/dictionary';
import { tests } from '../language/tree';
import { wordsOf } from '../tables/tests-in-words';
import { small } from '../../common/api/handler';

const { data } = standardDictionary;

export const dictionaryHandlers = {
  readDictionary: small(() =>
    Promise.resolve({
      json: {
        version: data.version,
        fields: standardDictionary.fields.entries.map(told),
        results: data.results.map(({ name, path }) => ({ name, path })),
        tests: tests.map((test) => ({ test, words: wordsOf[test] })),
        annotations: Object.entries(annotationChoices).map(([name, values]) => ({
          name,
          ...(values.length > 0 && { values }),
        })),
      },
    }),
  ),
};

function told({ name, path, type, sources: [source = []] }: Field) {
  return {
    name,
    path,
    ...(typeof type === 'string' ? { type } : { type: 'enum', values: type.enum }),
    // A value that is put in by hand is put where it is looked for first.
    ...(source.every((step) => typeof step === 'string') && { source }),
  };
}
