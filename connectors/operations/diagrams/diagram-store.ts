/** Deployed processes, as the indexer keeps them: byte for byte, and for good. */
import {
  diagramDocumentSchema,
  diagramIdOf,
  type DiagramDocument,
} from '../../common/contracts/diagram-documents';
import { elementsOf, processesOf, readDiagram } from '../../common/diagrams/diagram';
import type { OperationsContext } from '../api/context';
import { orUnavailable } from '../api/ask-elasticsearch';

/** Names of elements, by their ids. */
export type ElementNames = ReadonlyMap<string, string>;

const noNames: ElementNames = new Map();

/** What is told of one beside its drawing. */
interface KnownDiagram {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly names: ElementNames;
}

/** Some tens are deployed, and a new one now and then: what is read once never changes. */
const diagramsMax = 500;

export class DiagramStore {
  private readonly diagrams = new Map<string, KnownDiagram>();

  constructor(private readonly context: Pick<OperationsContext, 'elasticsearch' | 'environment'>) {}

  /** Undefined: it was deployed where no indexer has seen it. @throws Problem */
  async find(engine: string, processDefinitionKey: string): Promise<DiagramDocument | undefined> {
    const { elasticsearch, environment } = this.context;
    const id = diagramIdOf(engine, processDefinitionKey);
    const read = elasticsearch.read(environment.DIAGRAM_DOCUMENTS_INDEX, [{ id }]);
    const [found] = await orUnavailable(read);
    return found && diagramDocumentSchema.parse(found.source);
  }

  async namesOf(engine: string, processDefinitionKey: string): Promise<ElementNames> {
    return (await this.known(engine, processDefinitionKey))?.names ?? noNames;
  }

  /** Undefined: as of `find`. @throws Problem */
  async known(engine: string, processDefinitionKey: string): Promise<KnownDiagram | undefined> {
    const id = diagramIdOf(engine, processDefinitionKey);
    const known = this.diagrams.get(id);
    if (known !== undefined) return known;
    const document = await this.find(engine, processDefinitionKey);
    if (document === undefined) return undefined;
    const { bpmnProcessId, version } = document;
    const diagram = { bpmnProcessId, version, names: await namesIn(bytesOf(document).toString()) };
    if (this.diagrams.size >= diagramsMax) this.diagrams.clear();
    this.diagrams.set(id, diagram);
    return diagram;
  }
}

export const bytesOf = ({ resource }: DiagramDocument): Buffer => Buffer.from(resource, 'base64');

/** The engine has taken it, so that it can be read: if not, steps have no names, and all else is told. */
async function namesIn(xml: string): Promise<ElementNames> {
  const diagram = await readDiagram(xml).catch(() => undefined);
  const elements =
    diagram === undefined ? [] : processesOf(diagram.definitions).flatMap(elementsOf);
  const named = elements.flatMap(({ id, name }) => (name ? [[id, oneLine(name)] as const] : []));
  return new Map(named);
}

/** Names are broken into lines to fit their boxes. */
const oneLine = (name: string): string => name.replaceAll(/\s+/g, ' ').trim();
