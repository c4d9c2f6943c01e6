import { Injectable } from '@nestjs/common';

/** Whether the start is over: a gateway listens before everything that it will be asked for is there. */
@Injectable()
export class Readiness {
  private isStarting = false;

  /** From here on the gateway is not ready, whatever answers. */
  beginStart(): void {
    this.isStarting = true;
  }

  endStart(): void {
    this.isStarting = false;
  }

  get isStartOver(): boolean {
    return !this.isStarting;
  }
}
