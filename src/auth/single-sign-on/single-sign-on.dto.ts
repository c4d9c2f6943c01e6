import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Length } from 'class-validator';

export class BeginSingleSignOnQuery {
  @ApiPropertyOptional({ description: 'The token of an invitation that this sign-in accepts.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  invitation?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of several organizations of the person. Left out: the one signed in to last.',
  })
  @IsOptional()
  @IsUUID()
  organization_id?: string;
}
