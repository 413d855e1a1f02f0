import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'TrackingLink' })
export class TrackingLinkShape {
  @ApiProperty({ example: 'https://desk.example.com/t/…' }) url!: string;
}
