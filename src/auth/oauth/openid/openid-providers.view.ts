import { ApiProperty } from '@nestjs/swagger';
import { VersionProperty } from '../../../http/input/if-match.js';
import type { OpenidProvider } from './openid-providers.repository.js';
import { providerCallback } from './provider-callback.js';

/** An organization's own OpenID provider, as callers see it. */
export class OpenidProviderView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ description: 'What the button says at which people sign in.' }) name: string;
  @ApiProperty() issuer: string;
  @ApiProperty() client_id: string;
  @ApiProperty({ description: 'Whether a client secret is stored, which no answer shows.' }) has_client_secret: boolean;
  @ApiProperty({ description: 'The claim that names a person.' }) person_claim: string;
  @ApiProperty({ description: 'The redirect URI to register at the provider. It is of this issuer alone.' })
  redirect_uri: string;
  @VersionProperty() version: number;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

/** What a look at a provider has found. */
export class OpenidProviderCheckView {
  @ApiProperty() issuer: string;
  @ApiProperty({ description: 'The redirect URI to register at the provider. It is of this issuer alone.' })
  redirect_uri: string;
  @ApiProperty({
    type: [String],
    description: 'Why nobody could sign in there, and what to do. Empty: nothing was found.',
  })
  problems: string[];
  @ApiProperty({ type: [String], description: 'What to know of this provider.' }) remarks: string[];
}

export const openidProviderView = (provider: OpenidProvider, publicUrl: string): OpenidProviderView => ({
  id: provider.id,
  name: provider.name,
  issuer: provider.issuer,
  client_id: provider.clientId,
  has_client_secret: provider.sealedSecret !== null,
  person_claim: provider.personClaim,
  redirect_uri: providerCallback(publicUrl, provider.organizationId, provider.issuer),
  version: provider.version,
  created_at: provider.createdAt.toISOString(),
  updated_at: provider.updatedAt.toISOString(),
});
