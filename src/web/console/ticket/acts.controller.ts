import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request } from 'express';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import type { Member } from '../../../staff/index.js';
import { done, Form, FormsOf, type Led, readTyped, textAt, type Typed, Values } from '../../forms/index.js';
import { TICKET_ACT_NAMES, ticketAct, type TicketActName } from './acts.js';
import { takesOver } from '../words/manner.js';
import { TicketPage } from './ticket-page.service.js';

const BASE = 'tickets/:number';
const PATHS = [...new Set(TICKET_ACT_NAMES.map((name) => ticketAct(name).path))];
/** The new message or note at the end of the page is answer enough, so no success message is shown. */
const SEEN_BY_ITSELF: TicketActName[] = ['reply', 'note'];

@Controller(BASE)
@UseGuards(SessionGuard)
@FormsOf(TicketPage)
export class TicketActsController {
  constructor(private readonly modules: ModuleRef) {}

  @Form(PATHS, actOf)
  async act(
    @CurrentMember() by: Member,
    @Req() request: Request,
    @Param() { number = '', ...params }: Record<string, string>,
    @Values() typed: Typed,
  ): Promise<Led> {
    const act = actOf(request);
    await ticketAct(act).does({ by, number, params, typed }, (service) =>
      this.modules.get(service, { strict: false }),
    );
    return SEEN_BY_ITSELF.includes(act) ? done({ told: null }) : done({});
  }
}

/** Several acts may share an address. What was typed then decides which one is meant. */
function actOf(request: Request): TicketActName {
  const { path } = request.route as { path: string };
  const acts = TICKET_ACT_NAMES.filter((name) => path === `/${BASE}/${ticketAct(name).path}`);
  const typed = readTyped(request.body);
  if (acts.includes('take_over')) return takesOver(typed) ? 'take_over' : 'claim';
  return acts.find((name) => name === textAt(typed, 'as')) ?? acts.at(-1)!;
}
