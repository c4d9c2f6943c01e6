import { ApiProperty } from '@nestjs/swagger';
import { CAPTURE_MS_MAX } from '../../capture/captured-message.js';
import { IsIntBetween } from '../../http/input/integers.js';

export class StartCaptureDto {
  @ApiProperty({
    example: 15,
    description:
      'For how long to record, from now on. While a capture goes on its end is moved, but to no later than an hour after its start.',
  })
  @IsIntBetween(1, CAPTURE_MS_MAX / 60_000)
  minutes: number;
}
