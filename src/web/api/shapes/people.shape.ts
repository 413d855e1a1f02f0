import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { type Member, ROLES } from '../../../staff/index.js';
import { PRIORITIES } from '../../../tickets/index.js';
import type { ColleagueRow, CustomerRow, DepartmentRow, TypeRow } from '../../queries/index.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'CustomerIdentity' })
export class CustomerIdentityShape {
  @ApiProperty({ description: 'Key of a channel account' }) channel!: string;
  @ApiProperty() externalId!: string;
  @ApiProperty({ description: 'False once the person cannot be written to' }) reachable!: boolean;
}

@ApiSchema({ name: 'Customer' })
export class CustomerShape implements CustomerRow {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['standard', 'member', 'vip'] }) tier!: string;
  @ApiProperty({ type: String, nullable: true, example: 'zh-CN' }) language!: string | null;
  @ApiProperty({ type: [CustomerIdentityShape] }) identities!: CustomerIdentityShape[];
  @ApiProperty({ type: 'integer', description: 'Of those you may see' }) openTickets!: number;
  @ApiProperty() createdAt!: Date;
}

export const CustomerList = listOf(CustomerShape, 'CustomerList');

const WORDING = { type: Object, additionalProperties: { type: 'string' }, example: { en: 'Finance' } };

@ApiSchema({ name: 'Department' })
export class DepartmentShape {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'finance' }) key!: string;
  @ApiProperty(WORDING) name!: Record<string, string>;
}

export const DepartmentList = listOf(DepartmentShape, 'DepartmentList');

export function department({ id, key, name }: DepartmentRow): DepartmentShape {
  return { id, key, name };
}

@ApiSchema({ name: 'TicketType' })
export class TypeShape {
  @ApiProperty({ example: 'refund' }) key!: string;
  @ApiProperty(WORDING) name!: Record<string, string>;
  @ApiProperty({ enum: PRIORITIES }) priority!: string;
  @ApiProperty({ description: 'Key of the department where its tickets begin' }) department!: string;
  @ApiProperty({
    description: 'For so many days after it was solved, a word of the customer opens a ticket again',
  })
  reopenDays!: number;
}

export const TypeList = listOf(TypeShape, 'TicketTypeList');

export function ticketType({ key, name, priority, department, reopenDays }: TypeRow): TypeShape {
  return { key, name, priority, department, reopenDays };
}

@ApiSchema({ name: 'Colleague' })
export class ColleagueShape {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'What customers see' }) alias!: string;
  @ApiProperty({ enum: ROLES }) role!: string;
  @ApiProperty({ enum: ['active', 'disabled'] }) state!: string;
  @ApiProperty({ type: [String], description: 'Keys' }) departments!: string[];
  @ApiPropertyOptional({ description: 'For leads and administrators' }) email?: string;
}

export const ColleagueList = listOf(ColleagueShape, 'ColleagueList');

export function colleague({ email, ...row }: ColleagueRow, reader: Member): ColleagueShape {
  return ['admin', 'lead', 'finance_lead'].includes(reader.role) ? { ...row, email } : row;
}
