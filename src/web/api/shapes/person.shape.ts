import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'Person' })
export class PersonShape {
  @ApiProperty({ example: '7' }) id!: string;
  @ApiProperty({ example: '李娜' }) name!: string;
}
