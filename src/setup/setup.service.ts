import { Inject, Injectable, Logger } from '@nestjs/common';
import type { SignInOrigin } from '../auth/sessions/current-session.js';
import { type OpenedSession, SessionsService } from '../auth/sessions/sessions.service.js';
import { SignInLimiter } from '../auth/sessions/sign-in-limiter.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SetupCodes } from '../crypto/setup-code.js';
import { readDatabaseIdentity } from '../database/database-identity.js';
import { AppError } from '../errors/app-error.js';
import { networkOf } from '../http/client-network.js';
import { OrganizationsService, setupClosed } from '../organizations/organizations.service.js';
import type { SetUpDto } from './setup.dto.js';

/**
 * Makes the first organization of an empty gateway, for whoever can read its log: an open gateway on a network belongs to
 * nobody else. Once there is an organization, nothing here does anything, for good.
 */
@Injectable()
export class SetupService {
  private readonly logger = new Logger('Setup');
  /** An organization never goes, so that it needs to be found once. */
  private isClosed: boolean;
  private identity: Promise<string> | undefined;
  private finding: Promise<boolean> | undefined;

  constructor(
    private readonly organizations: OrganizationsService,
    private readonly sessions: SessionsService,
    private readonly limiter: SignInLimiter,
    private readonly codes: SetupCodes,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.isClosed = !settings.setup.enabled;
  }

  /** Whether the first organization waits to be made here. */
  async isNeeded(): Promise<boolean> {
    if (this.isClosed) return false;
    // Anybody may ask: those who ask at once share one answer.
    this.finding ??= this.organizations.isAnyKnown().finally(() => {
      this.finding = undefined;
    });
    this.isClosed ||= await this.finding;
    return !this.isClosed;
  }

  /** Tells whoever can read the log how to begin, where that is needed. All processes of a gateway tell the same code. */
  async announce(): Promise<void> {
    if (!(await this.isNeeded())) return;
    const code = this.codes.codeOf(await this.databaseIdentity());
    const { publicUrl } = this.settings.http;
    this.logger.warn(
      `There is no organization yet. Make the first one at ${publicUrl}/app/#/setup?code=${code} ` +
        `(setup code ${code}; it opens nothing once there is one).`,
    );
  }

  /**
   * Makes the first organization and its owner, and signs the owner in.
   * @throws AppError `setup.closed`, `setup.code_wrong`, `request.rate_limited`, `request.invalid`
   */
  async setUp(body: SetUpDto, from: SignInOrigin): Promise<OpenedSession> {
    if (!(await this.isNeeded())) throw setupClosed();
    await this.checkCode(body.code, from.address);
    const owner = { email: body.email, password: this.passwordOf(body) };
    let opened: OpenedSession | undefined;
    await this.organizations.createFirst(
      body.organization_name.trim(),
      owner,
      { address: from.address, requestId: from.requestId },
      async (tx, ownerId) => {
        opened = await this.sessions.openFirst(tx, ownerId, from);
      },
    );
    if (opened === undefined) throw new Error('the first organization has no session');
    return opened;
  }

  /** Counted by address alone: nobody can lock the owner out from elsewhere, and the code is too long to be guessed. */
  private async checkCode(code: string, address: string): Promise<void> {
    // No e-mail address holds a control character: no account is counted under this name.
    const attempt = { account: `\tsetup ${networkOf(address)}`, address };
    await this.limiter.judging(attempt, async () => {
      if (!this.codes.isCodeOf(await this.databaseIdentity(), code)) throw codeWrong();
    });
  }

  private passwordOf({ password }: SetUpDto): string | null {
    const isTaken = this.settings.signIn.password;
    if (isTaken === (password !== undefined)) return password ?? null;
    const rule = isTaken ? 'password is needed' : 'password must be left out: this gateway takes none';
    throw new AppError('request.invalid', `${rule}.`, { fields: [{ path: 'password', rule }] });
  }

  private databaseIdentity(): Promise<string> {
    this.identity ??= readDatabaseIdentity(this.settings.database.url ?? '').catch((error: unknown) => {
      this.identity = undefined;
      throw error;
    });
    return this.identity;
  }
}

const codeWrong = () =>
  new AppError(
    'setup.code_wrong',
    'This is not the setup code. It stands in the log of the gateway, printed at its last start.',
    { fields: [{ path: 'code', rule: 'This is not the code in the log of the gateway' }] },
  );
