import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { isShown } from '../../view/index.js';
import type { ConversationRow, MessageRow } from '../../queries/index.js';
import { listOf } from '../page.js';
import { PersonShape } from './person.shape.js';

@ApiSchema({ name: 'Identity' })
export class IdentityShape {
  @ApiProperty({ description: 'Key of a channel account' }) channel!: string;
  @ApiProperty({ description: 'As the channel knows the person, e.g. an openid' }) externalId!: string;
}

@ApiSchema({ name: 'Ledger' })
export class LedgerShape {
  @ApiProperty({ type: 'integer', description: 'Messages that may still be sent' }) remaining!: number;
  @ApiProperty({ type: 'integer', description: 'How many of them are kept for a status notice' })
  keptBack!: number;
  @ApiProperty({ type: Date, nullable: true, description: 'Null where the window is closed' })
  closesAt!: Date | null;
}

@ApiSchema({ name: 'Conversation' })
export class ConversationShape {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['waiting', 'active', 'ended'] }) state!: string;
  @ApiProperty({ type: PersonShape, nullable: true }) assignee!: PersonShape | null;
  @ApiProperty() customer!: PersonShape;
  @ApiProperty() identity!: IdentityShape;
  @ApiProperty() ledger!: LedgerShape;
  @ApiProperty({ type: [String], description: 'Numbers of open tickets', example: ['T100001'] })
  tickets!: string[];
  @ApiProperty({ type: Date, nullable: true }) unansweredSince!: Date | null;
  @ApiProperty({ type: Date, nullable: true, description: 'When the customer last asked for a person' })
  personAskedAt!: Date | null;
  @ApiProperty({ enum: ['words', 'menu'], nullable: true }) personAskedHow!: 'words' | 'menu' | null;
  @ApiProperty() startedAt!: Date;
  @ApiProperty() lastMessageAt!: Date;
}

export const ConversationList = listOf(ConversationShape, 'ConversationList');

export function conversation(row: ConversationRow): ConversationShape {
  const { id, state, assignee, unansweredSince, startedAt, lastMessageAt } = row;
  const { personAsked: asked } = row;
  const { remaining, keptBack, closesAt } = row.ledger;
  return {
    id,
    state,
    assignee,
    customer: { id: row.customer.id, name: row.customer.name },
    identity: { channel: row.identity.channel, externalId: row.identity.externalId },
    ledger: { remaining, keptBack, closesAt: closesAt === null ? null : new Date(closesAt) },
    tickets: row.tickets.map(({ number }) => number),
    unansweredSince,
    personAskedAt: asked && new Date(asked.at),
    personAskedHow: asked?.how ?? null,
    startedAt,
    lastMessageAt,
  };
}

@ApiSchema({ name: 'Author' })
export class AuthorShape {
  @ApiProperty({ enum: ['customer', 'member', 'bot', 'system'] }) kind!: string;
  @ApiProperty({ type: String, nullable: true }) id!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'As the customer sees it' }) name!: string | null;
}

@ApiSchema({ name: 'DeliveryOfMessage' })
export class DeliveryOfMessageShape {
  @ApiProperty() id!: string;
  @ApiProperty() purpose!: string;
  @ApiProperty() state!: string;
  @ApiProperty({ type: String, nullable: true }) route!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

@ApiSchema({ name: 'Message' })
export class MessageShape {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['in', 'out'] }) direction!: string;
  @ApiProperty() author!: AuthorShape;
  @ApiProperty({ example: 'text', description: '`unsupported` for a kind that is kept but not shown' })
  kind!: string;
  @ApiProperty({ description: 'Personal numbers are masked' }) text!: string;
  @ApiProperty({ description: 'Whether there are any; `GET /messages/{id}/words` shows them' })
  holdsPersonal!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Where its picture, voice, video or file is' })
  file!: string | null;
  @ApiProperty({ type: DeliveryOfMessageShape, nullable: true }) delivery!: DeliveryOfMessageShape | null;
  @ApiProperty() createdAt!: Date;
}

@ApiSchema({ name: 'RevealedWords' })
export class WordsShape {
  @ApiProperty() id!: string;
  @ApiProperty() text!: string;
}

export const MessageList = listOf(MessageShape, 'MessageList');

export function message(row: MessageRow): MessageShape {
  const { id, direction, author, kind, text, holdsPersonal, createdAt } = row;
  const delivery = row.delivery && deliveryOf(row.delivery);
  const file = row.file && addressOf(id, row.file);
  return { id, direction, author, kind, text, holdsPersonal, file, delivery, createdAt };
}

function addressOf(id: string, { mediaType, playableType }: NonNullable<MessageRow['file']>): string {
  return isShown(playableType ?? mediaType) ? `/files/${id}` : `/files/${id}/original`;
}

function deliveryOf({ id, purpose, state, route, reason }: DeliveryOfMessageShape): DeliveryOfMessageShape {
  return { id, purpose, state, route, reason };
}
