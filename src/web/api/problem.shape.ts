import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

/** RFC 9457. Further members are facts of the code, e.g. `holder` of `already_claimed`. */
@ApiSchema({ name: 'Problem' })
export class ProblemShape {
  @ApiProperty({ example: 'about:blank' }) type!: string;
  @ApiProperty({ example: 'Conflict' }) title!: string;
  @ApiProperty({ example: 409 }) status!: number;
  @ApiProperty({ example: 'already_claimed', description: 'Stable: for programs' }) code!: string;
  @ApiProperty({ description: 'A sentence for people' }) detail!: string;
  @ApiProperty() requestId!: string;
  @ApiPropertyOptional({
    type: Object,
    description: 'A sentence for each wrong field',
    additionalProperties: { type: 'string' },
  })
  fields?: Record<string, string>;
}
