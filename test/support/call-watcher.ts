/** A call as the stream tells of it. */
export interface WatchedCall {
  readonly id: string;
  readonly tool_name: string;
  readonly status: string;
  readonly mcp_server_id: string;
  readonly client_name: string | null;
}

/** Reads `GET /log/stream` as a program would. */
export class CallWatcher {
  readonly calls: WatchedCall[] = [];
  readonly ended: Promise<void>;
  private readonly gone = new AbortController();

  private constructor(answer: Response, gone: AbortController) {
    this.gone = gone;
    this.ended = this.read(answer).catch(() => undefined);
  }

  /** Open when this is fulfilled: calls that end from then on are told. Fails the test when it is refused. */
  static async open(url: string, headers: Record<string, string>, query = ''): Promise<CallWatcher> {
    const gone = new AbortController();
    const answer = await fetch(`${url}/log/stream${query}`, { headers, signal: gone.signal });
    if (!answer.ok) throw new Error(`not opened: ${answer.status} ${await answer.text()}`);
    return new CallWatcher(answer, gone);
  }

  close(): Promise<void> {
    this.gone.abort();
    return this.ended;
  }

  private async read(answer: Response): Promise<void> {
    let text = '';
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [name, data] = event.split('\n');
        if (name === 'event: call' && data !== undefined) this.calls.push(JSON.parse(data.slice('data: '.length)));
      }
    }
  }
}
