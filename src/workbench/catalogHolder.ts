/** The workspace's event catalog, loaded when something first asks for it. */
import type { EventCatalog } from '../core/catalog/eventCatalog.ts';
import { Emitter } from '../std/emitter.ts';
import type { LoadedCatalog, WorkspaceCatalog } from './catalog/workspaceCatalog.ts';
import type { Settings } from './settings.ts';

export class CatalogHolder {
  readonly #changed = new Emitter<void>();
  /** It was loaded, changed, or removed. */
  readonly onDidChange = this.#changed.event;
  #loaded: WorkspaceCatalog | undefined;
  #loading: Promise<WorkspaceCatalog> | undefined;

  constructor(private readonly settings: Settings) {}

  /** Undefined while it's being loaded, and where there is none that can be used. */
  get current(): EventCatalog | undefined {
    void this.#load();
    return this.#loaded?.current?.catalog;
  }

  /** The catalog as the file has it now. @throws UserError when it can't be used */
  async read(): Promise<LoadedCatalog | undefined> {
    return (await this.#load()).read();
  }

  dispose(): void {
    this.#loaded?.dispose();
  }

  #load(): Promise<WorkspaceCatalog> {
    return (this.#loading ??= this.#start());
  }

  async #start(): Promise<WorkspaceCatalog> {
    const { WorkspaceCatalog } = await import('./catalog/workspaceCatalog.ts');
    this.#loaded = new WorkspaceCatalog(this.settings, () => this.#changed.fire());
    return this.#loaded;
  }
}
