import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

/** This follows RFC 9457. Further members are facts that belong to the code, e.g. `holder` for `already_claimed`. */
@ApiSchema({ name: 'Problem' })
export class ProblemShape {
  @ApiProperty({ example: 'about:blank' }) type!: string;
  @ApiProperty({ example: 'Conflict' }) title!: string;
  @ApiProperty({ example: 409 }) status!: number;
  @ApiProperty({ example: 'already_claimed', description: 'Stable: for programs' }) code!: string;
  @ApiProperty({
    description: 'A sentence for people: English, or Chinese where `Accept-Language` prefers it',
  })
  detail!: string;
  @ApiProperty() requestId!: string;
  @ApiPropertyOptional({
    type: Object,
    description: 'What is wrong, by the path of the field: a stable code, with its bound where it has one',
    example: { subject: 'too_long:200', 'fields.order': 'unreadable_text' },
    additionalProperties: { type: 'string' },
  })
  fields?: Record<string, string>;
}
