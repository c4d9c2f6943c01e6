import { Injectable } from '@nestjs/common';
import { LookerClient, type LookerInstance } from '../looker/looker-client.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import { LookerError } from '../looker/looker-error.js';
import { loadCatalogue } from '../tools/catalogue/load-catalogue.js';
import { type CatalogueDifference, differenceOf } from '../tools/instance-catalogue/catalogue-difference.js';
import { DescriptionError, readDescription } from '../tools/instance-catalogue/swagger-description.js';
import { connectionRefusal } from './connection-refusal.js';

/** What was found out about an instance, as an account keeps it. Without `catalogueDifference` the earlier one holds. */
export interface InstanceState {
  readonly release: string;
  readonly lookerUserId: string;
  readonly lookerUserName: string;
  readonly webUrl: string | null;
  readonly state: 'connected';
  readonly stateReason: null;
  readonly catalogueDifference?: CatalogueDifference | null;
  readonly catalogueCheckedAt?: Date;
  readonly catalogueProblem: string | null;
}

/** Asks a Looker instance who we are there and what it can do. */
@Injectable()
export class AccountInstance {
  constructor(private readonly looker: LookerClient) {}

  /**
   * Logs in, and reads the instance's description of its API. A description that is missing, broken or too large is told of
   * and changes nothing else.
   * @throws AppError `looker.*` saying why the instance cannot be used.
   */
  async read(connection: LookerConnection): Promise<InstanceState> {
    const instance = await this.looker.identify(connection).catch((error: unknown) => {
      throw error instanceof LookerError ? connectionRefusal(error, connection.baseUrl) : error;
    });
    return {
      release: instance.release,
      lookerUserId: instance.userId,
      lookerUserName: instance.userName,
      webUrl: instance.webUrl,
      state: 'connected',
      stateReason: null,
      ...(await this.readCatalogue(connection, instance)),
    };
  }

  private async readCatalogue(connection: LookerConnection, instance: LookerInstance) {
    const { descriptionUrl } = instance;
    if (descriptionUrl === null) return problem('it names no description of its API 4.0');
    try {
      const description = await readDescription(await this.looker.describe(connection, instance, descriptionUrl));
      const catalogueDifference = differenceOf(loadCatalogue(), description);
      return { catalogueDifference, catalogueCheckedAt: new Date(), catalogueProblem: null };
    } catch (error) {
      if (error instanceof DescriptionError || error instanceof LookerError) return problem(error.message);
      throw error;
    }
  }
}

const problem = (reason: string) => ({
  catalogueProblem: `The instance's description of its API could not be used: ${reason}. The tools stay as they were.`,
});
