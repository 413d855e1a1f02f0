import { Module } from '@nestjs/common';
import { ChannelAccounts } from './accounts.service.js';
import { Calls } from './calls.service.js';
import { Channels } from './channels.js';
import { ContactLedger } from './contact-ledger.service.js';
import { ContactRules } from './contact-rules.service.js';
import { Deliveries } from './deliveries.service.js';
import { DeliveryClaim } from './delivery-claim.service.js';
import { DeliveryMoves } from './delivery-moves.service.js';
import { DeliverySweep } from './delivery-sweep.js';
import { DeliveryTimes } from './delivery-times.js';
import { DueDeliveries } from './due-deliveries.service.js';
import { Lapsing } from './lapsing.service.js';
import { Leases } from './leases.service.js';
import { NextRoute } from './next-route.service.js';
import { PassiveReply } from './passive-reply.service.js';
import { Receipts } from './receipts.service.js';
import { RestoredDeliveries } from './restored.service.js';
import { Resuming } from './resuming.service.js';
import { Sending } from './sending.service.js';
import { Settlement } from './settlement.service.js';
import { WindowSweep } from './window-sweep.js';
import { WindowWatch } from './window-watch.service.js';

const DOOR = [
  Calls,
  ChannelAccounts,
  Channels,
  ContactLedger,
  ContactRules,
  Deliveries,
  PassiveReply,
  Receipts,
  RestoredDeliveries,
  Resuming,
  Sending,
  WindowWatch,
];

@Module({
  providers: [
    ...DOOR,
    DeliveryClaim,
    DeliveryMoves,
    DeliverySweep,
    DeliveryTimes,
    DueDeliveries,
    Lapsing,
    Leases,
    NextRoute,
    Settlement,
    WindowSweep,
  ],
  exports: DOOR,
})
export class DeliveryModule {}
