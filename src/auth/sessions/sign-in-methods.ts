import { ApiProperty } from '@nestjs/swagger';
import type { Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';

class SingleSignOnMethodView {
  @ApiProperty({ description: 'What people call the provider.', example: 'Acme login' }) name: string;
  @ApiProperty({ description: 'Where the browser goes.', example: '/session/single-sign-on' }) path: string;
}

/** How people can sign in at this gateway. */
export class SignInMethodsView {
  @ApiProperty() password: boolean;
  @ApiProperty({ description: 'The gateway is in local mode: e-mail and password are in its `local.json`.' })
  local: boolean;
  @ApiProperty({ type: SingleSignOnMethodView, nullable: true }) single_sign_on: SingleSignOnMethodView | null;
}

export const signInMethodsView = ({ signIn: { password, oidc }, local }: Settings): SignInMethodsView => ({
  password,
  local: local.enabled,
  single_sign_on: oidc === null ? null : { name: oidc.name, path: '/session/single-sign-on' },
});

/** @throws AppError `sign_in.method_off` where only single sign-on is allowed */
export function checkPasswordsOn({ signIn }: Settings): void {
  if (!signIn.password)
    throw new AppError(
      'sign_in.method_off',
      'This gateway takes no passwords. Sign in at GET /session/single-sign-on.',
    );
}
