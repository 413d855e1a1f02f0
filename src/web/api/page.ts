import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Optional } from './fields.js';
import { type Page } from '../../platform/http/index.js';

export class PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @Optional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 100, default: 50 })
  @Optional()
  @IsString()
  @MaxLength(10)
  limit?: string;
}

export function listOf<Row>(row: Type<Row>, name: string): Type<Page<Row>> {
  @ApiSchema({ name })
  class List {
    @ApiProperty({ type: [row] }) data!: Row[];
    @ApiProperty({ type: String, nullable: true, description: '`cursor` of the next page; null at the end' })
    next!: string | null;
  }
  return List;
}

export function shown<Row, Shape>(page: Page<Row>, show: (row: Row) => Shape): Page<Shape> {
  return { data: page.data.map(show), next: page.next };
}
