/** Holds queries while it is closed, so that a test decides when they end, and not the clock. */
export class QueryGate {
  private opening: { readonly opened: Promise<void>; readonly open: () => void } | undefined;

  close(): void {
    if (this.opening !== undefined) return;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.opening = { opened, open };
  }

  open(): void {
    this.opening?.open();
    this.opening = undefined;
  }

  /** Rejects when the query is cancelled while it waits. */
  async pass(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.opening === undefined) return;
    const { opened } = this.opening;
    if (signal === undefined) return opened;
    await new Promise<void>((resolve, reject) => {
      const cancel = () => reject(signal.reason);
      signal.addEventListener('abort', cancel, { once: true });
      void opened.then(() => {
        signal.removeEventListener('abort', cancel);
        resolve();
      });
    });
  }
}
