import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { DeliveryRow, EventRow, ListedDelivery, ManyDecided, SaidRow } from '../../queries/index.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'Actor' })
export class ActorShape {
  @ApiProperty({ enum: ['member', 'customer', 'system', 'bot'] }) kind!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of a member' }) name!: string | null;
}

@ApiSchema({ name: 'Event' })
export class EventShape {
  @ApiProperty() id!: string;
  @ApiProperty() at!: Date;
  @ApiProperty({ example: 'ticket.handed_off' }) name!: string;
  @ApiProperty() actor!: ActorShape;
  @ApiProperty({
    type: Object,
    description: 'Ids and facts, by name of the event',
    additionalProperties: true,
  })
  data!: Record<string, unknown>;
}

export const EventList = listOf(EventShape, 'EventList');

export function event({ id, at, name, actorKind, actor, data }: EventRow): EventShape {
  return { id, at, name, actor: { kind: actorKind, name: actor }, data };
}

@ApiSchema({ name: 'Note' })
export class NoteShape implements SaidRow {
  @ApiProperty({ enum: ['note', 'handoff', 'handoff_answer', 'hold', 'resolution', 'reopening'] })
  kind!: SaidRow['kind'];
  @ApiProperty({ description: 'Unique among its kind' }) id!: string;
  @ApiProperty() text!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Name of a member' }) author!: string | null;
  @ApiProperty() at!: Date;
}

export const NoteList = listOf(NoteShape, 'NoteList');

@ApiSchema({ name: 'Delivery' })
export class DeliveryShape implements DeliveryRow {
  @ApiProperty() id!: string;
  @ApiProperty() messageId!: string;
  @ApiProperty({ example: 'reply' }) purpose!: string;
  @ApiProperty({
    enum: ['planned', 'sending', 'accepted', 'delivered', 'refused', 'unknown', 'gave_up', 'cancelled'],
  })
  state!: string;
  @ApiProperty({ type: String, nullable: true, example: 'customer_message' }) route!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'no_allowance' }) reason!: string | null;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @ApiProperty() createdAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) sentAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) settledAt!: Date | null;
}

export const DeliveryList = listOf(DeliveryShape, 'DeliveryList');

@ApiSchema({ name: 'ListedDelivery' })
export class ListedDeliveryShape extends DeliveryShape implements ListedDelivery {
  @ApiProperty({ type: Date, nullable: true, description: 'When it is tried next' }) dueAt!: Date | null;
  @ApiProperty({ description: 'Name of the customer' }) customer!: string;
  @ApiProperty({ description: 'Name of the channel account' }) account!: string;
  @ApiProperty() conversationId!: string;
  @ApiProperty({ type: String, nullable: true, example: 'T100001' }) ticket!: string | null;
  @ApiProperty({ description: 'False where you may only read' }) mayDecide!: boolean;
}

@ApiSchema({ name: 'ManyDecided' })
export class ManyDecidedShape implements ManyDecided {
  @ApiProperty() decided!: number;
  @ApiProperty({ description: 'There are more than one request decides about: ask again' }) more!: boolean;
}

export const ListedDeliveryList = listOf(ListedDeliveryShape, 'ListedDeliveryList');

@ApiSchema({ name: 'Reply' })
export class ReplyShape {
  @ApiProperty({ description: 'Id of the message' }) id!: string;
  @ApiProperty({ description: 'Id of its delivery: of the first, where a long text goes as several' })
  deliveryId!: string;
}

@ApiSchema({ name: 'WrittenNote' })
export class WrittenNoteShape {
  @ApiProperty() id!: string;
  @ApiProperty() text!: string;
}
