import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from '../../common/config/problems';
import { Turns } from '../../common/turns';
import type { IncidentRecord } from './exported-records';
import {
  emptyBook,
  entered,
  incidentBookSchema,
  type BookChange,
  type IncidentBook,
} from './incident-book';
import { messageOf } from '../../common/message-of';

/** The open incidents, in one small file that survives a restart. */
export class IncidentStore {
  private readonly turns = new Turns();

  private constructor(
    private readonly path: string,
    private book: IncidentBook,
  ) {}

  /** @throws ConfigurationError when the file cannot be read or written. */
  static async open(path: string, now: string): Promise<IncidentStore> {
    try {
      mkdirSync(dirname(path), { recursive: true });
      const book = existsSync(path) ? read(path) : emptyBook(now);
      await write(path, book);
      return new IncidentStore(path, book);
    } catch (error) {
      throw new ConfigurationError([
        `environment: DECISION_RELAY_INCIDENTS_FILE: ${messageOf(error)}`,
      ]);
    }
  }

  get current(): IncidentBook {
    return this.book;
  }

  /** Resolves once the file holds what the records say: only then may the broker forget them. */
  take(records: readonly IncidentRecord[]): Promise<BookChange> {
    return this.turns.take(async () => {
      const change = entered(this.book, records);
      if (JSON.stringify(change.book) !== JSON.stringify(this.book)) {
        await write(this.path, change.book);
        this.book = change.book;
      }
      return change;
    });
  }
}

function read(path: string): IncidentBook {
  const parsed = incidentBookSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} does not hold what this role has written there: move it away`);
}

/** A kill leaves the old file or the new one. */
async function write(path: string, book: IncidentBook): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(book, null, 1));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}
