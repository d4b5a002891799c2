/** People before the operators' page: each with a browser of their own, and an engine's relay that does what they decide. */
import type { Browser, Page } from 'playwright-core';
import { OperatorsWorld } from '../parts/operators-world';
import { stackPersons, type Person } from '../stack/issuer/persons';
import { signInAt, visit, type Look } from './visit';
import { startPageWorld, type PageWorld } from './world';

/** Beside those of the stack: one more operator, and one who may be the second person too. */
const persons: readonly Person[] = [
  ...stackPersons,
  {
    ...{ id: 'neema', name: 'Neema Joseph', isWhat: 'operator', scope: '' },
    roles: ['lion:operator'],
  },
  {
    ...{ id: 'baraka', name: 'Baraka Peter', isWhat: 'operator and approver', scope: '' },
    roles: ['lion:operator', 'lion:approver'],
  },
];

export class PeopleAtThePage {
  private readonly opened: Page[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: PageWorld,
    /** What waits, and the relay that carries out. */
    readonly world: OperatorsWorld,
  ) {}

  static async start(
    browser: Browser,
    options: Parameters<typeof OperatorsWorld.start>[0] = {},
  ): Promise<PeopleAtThePage> {
    const page = await startPageWorld({ persons });
    const { kafka, elasticsearch } = page;
    const world = await OperatorsWorld.start(options, {}, { kafka, elasticsearch });
    return new PeopleAtThePage(browser, page, world);
  }

  /** Signed in, at a path of the page: `/app/lion/work`. */
  async signIn(name: string, path: string, look: Look = {}): Promise<Page> {
    const page = await visit(this.browser, this.page, { who: name, path, ...look });
    this.opened.push(page);
    return page;
  }

  /** In this tab, whoever was signed in before. */
  signInAgain(page: Page, name: string, path: string): Promise<void> {
    return signInAt(page, this.page, { who: name, path });
  }

  async close(): Promise<void> {
    for (const one of this.opened) await one.context().close();
    await this.world.close();
    await this.page.close();
  }
}
