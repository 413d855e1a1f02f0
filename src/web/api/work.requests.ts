import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { IsKey, IsMoment, IsSeen, Optional } from './fields.js';

export class Words {
  @ApiProperty({ maxLength: 10000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(10_000)
  text!: string;
}

/** Field `seen` of those who end, solve or answer. */
const Seen = () => (target: object, name: string) => {
  ApiPropertyOptional({
    description: 'Id of the newest message seen; 409 `words_unseen` shows newer ones of the customer',
  })(target, name);
  Optional()(target, name);
  IsSeen()(target, name);
};

export class TakeFromColleague {
  @ApiPropertyOptional({ description: 'Why; the colleague is told', maxLength: 500 })
  @Optional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class TakeOver extends TakeFromColleague {
  @ApiPropertyOptional({ description: 'Though a colleague has it, who is told then' })
  @Optional()
  @IsBoolean()
  takeOver?: boolean;
}

export class ReplyWords extends Words {
  @ApiPropertyOptional({
    description: 'Though it be the last send of the window, which is kept for a status notice',
  })
  @Optional()
  @IsBoolean()
  takeLast?: boolean;

  @Seen()
  seen?: string;
}

export class TicketReplyWords extends ReplyWords {
  @ApiPropertyOptional({
    description:
      'Take the conversation over from the colleague who has it, and is told then; for who holds the ticket, or leads',
  })
  @Optional()
  @IsBoolean()
  takeOver?: boolean;

  @ApiPropertyOptional({ description: 'Why it is taken over; the colleague is told', maxLength: 500 })
  @Optional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class OfferHandoff {
  @ApiProperty({ example: 'finance' })
  @IsKey()
  department!: string;

  @ApiProperty({ description: 'What the other department needs to know', maxLength: 5000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(5_000)
  note!: string;
}

export class AnswerHandoff {
  @ApiProperty({ enum: ['accepted', 'returned', 'withdrawn'] })
  @IsIn(['accepted', 'returned', 'withdrawn'])
  state!: 'accepted' | 'returned' | 'withdrawn';

  @ApiPropertyOptional({ description: 'Required to return it', maxLength: 5000 })
  @Optional()
  @IsString()
  @MaxLength(5_000)
  reason?: string;
}

export class AskForEscalation {
  @ApiProperty({ description: 'Why it should go to somebody above', maxLength: 1000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  why!: string;
}

export class HoldTicket {
  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  reason!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it ends by itself' })
  @Optional()
  @IsMoment()
  until?: string;
}

export class ResolveTicket {
  @ApiProperty({ description: 'What was done', maxLength: 5000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(5_000)
  note!: string;

  @Seen()
  seen?: string;
}

export class EndConversation extends TakeFromColleague {
  @Seen()
  seen?: string;
}

export class ReopenTicket {
  @ApiPropertyOptional({ maxLength: 2000 })
  @Optional()
  @IsString()
  @MaxLength(2_000)
  reason?: string;
}
