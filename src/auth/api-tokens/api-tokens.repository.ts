import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../../database/database.service.js';

export interface NewApiToken {
  readonly id: string;
  readonly name: string;
  readonly digest: string;
  readonly expiresAt: Date | null;
}

@Injectable()
export class ApiTokensRepository {
  constructor(private readonly database: DatabaseService) {}

  insert(organizationId: string, token: NewApiToken) {
    return this.database.client.apiToken.create({ data: { organizationId, ...token } });
  }

  /** The one look-up that starts from a credential, and so cannot know the organization yet. */
  findByDigest(digests: readonly string[]) {
    return this.database.client.apiToken.findFirst({
      where: { digest: { in: [...digests] } },
      select: { organizationId: true, id: true, expiresAt: true },
    });
  }
}
