import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../platform/http/index.js';
import { SessionGuard } from '../../auth/index.js';
import { Form, FormsOf, Shown } from '../../forms/index.js';
import { PhonePage } from './phone-page.service.js';
import { ScenePage } from './scene-page.service.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('customers/:id')
@UseGuards(SessionGuard)
export class CustomersController {
  constructor(
    private readonly phone: PhonePage,
    private readonly scene: ScenePage,
  ) {}

  /** The history records that the number was looked at. */
  @Form('phone', 'reveal_phone')
  @FormsOf(PhonePage)
  async reveal(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<Shown> {
    return new Shown(await this.phone.reveal(request, id), 201);
  }

  /** With a ticket's number, the ticket is then linked to whoever scans the code. */
  @Form('scene', 'make_scene')
  @FormsOf(ScenePage)
  async code(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<Shown> {
    return new Shown(await this.scene.make(request, id), 201);
  }
}
