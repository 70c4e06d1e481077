/** Tells when something in a folder may have changed: by events, and by looking now and then where a file system has none. */
import { watch, type FSWatcher } from 'node:fs';

/** Network file systems report nothing that other machines do, so a look must not depend on events. */
const LOOK_MILLISECONDS = 1000;

export class FolderWatch {
  private watcher: FSWatcher | null = null;
  private readonly timer: NodeJS.Timeout;

  /** @param changed is given the file's name, or `null` when it is not known. */
  constructor(
    private readonly folder: string,
    private readonly changed: (name: string | null) => void,
  ) {
    this.listen();
    this.timer = setInterval(() => {
      this.listen();
      this.changed(null);
    }, LOOK_MILLISECONDS);
    this.timer.unref();
  }

  dispose(): void {
    clearInterval(this.timer);
    this.watcher?.close();
    this.watcher = null;
  }

  /** A folder that is not there yet, or not anymore, is tried again with the next look. */
  private listen(): void {
    if (this.watcher !== null) {
      return;
    }
    try {
      const watcher = watch(this.folder, { persistent: false }, (_event, name) => this.changed(name));
      watcher.on('error', () => {
        watcher.close();
        this.watcher = null;
      });
      this.watcher = watcher;
    } catch {
      this.watcher = null;
    }
  }
}
