import { MessageCapture } from '../../src/capture/message-capture.js';
import type { TestGateway } from './gateway.js';
import type { RestClient } from './rest-client.js';

export interface CapturedFact {
  readonly name: string;
  readonly value: string;
}

export interface CapturedMessage {
  readonly at: string;
  readonly kind: string;
  readonly sender: string;
  readonly step: string;
  readonly path: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly is_fault: boolean;
  readonly request: readonly CapturedFact[];
  readonly answer: readonly CapturedFact[];
}

/** The capture of one server, as an admin uses it. */
export class Captured {
  readonly path: string;

  constructor(
    private readonly gateway: TestGateway,
    private readonly rest: RestClient,
    accountId: string,
    serverId: string,
  ) {
    this.path = `/integrated-account/${accountId}/mcp/${serverId}/capture`;
  }

  /** Fails the test where it is refused. */
  async start(minutes: number) {
    const answer = await this.rest.post(this.path, { minutes });
    if (answer.status !== 200) throw new Error(`no capture: ${answer.text}`);
    return answer;
  }

  /** What there is once all messages so far are written, which nobody else waits for. */
  async read() {
    await this.gateway.app.get(MessageCapture, { strict: false }).drain();
    const answer = await this.rest.get(this.path);
    if (answer.status !== 200) throw new Error(`not read: ${answer.text}`);
    return answer.body as { state: string; messages: CapturedMessage[] };
  }

  async messages(): Promise<CapturedMessage[]> {
    return (await this.read()).messages;
  }

  /** What is said under a name; fails the test where there is no such message. */
  fact(message: CapturedMessage | undefined, side: 'request' | 'answer', name: string): string | undefined {
    if (message === undefined) throw new Error('there is no such message');
    return message[side].find((each) => each.name === name)?.value;
  }
}
