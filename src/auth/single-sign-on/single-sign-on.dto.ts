import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class BeginSingleSignOnQuery {
  @ApiPropertyOptional({ description: 'The token of an invitation that this sign-in accepts.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  invitation?: string;
}
