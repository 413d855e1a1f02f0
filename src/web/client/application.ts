import { Application } from '@hotwired/stimulus';
import { config } from '@hotwired/turbo';
import { ArrivalsController } from './arrivals.controller.js';
import { ClockController } from './clock.controller.js';
import { ComposerController } from './composer.controller.js';
import { askToConfirm } from './confirm.js';
import { FlashController } from './flash.controller.js';
import { HotkeysController } from './hotkeys.controller.js';
import { LiveController } from './live.controller.js';
import { MenuController } from './menu.controller.js';
import { protectWorkInMorphs } from './morph.js';
import { RelativeTimeController } from './relative-time.controller.js';
import { ThreadController } from './thread.controller.js';

config.drive.progressBarDelay = 300;
config.forms.confirm = askToConfirm;
protectWorkInMorphs();

const application = Application.start();
application.register('arrivals', ArrivalsController);
application.register('clock', ClockController);
application.register('composer', ComposerController);
application.register('flash', FlashController);
application.register('hotkeys', HotkeysController);
application.register('live', LiveController);
application.register('menu', MenuController);
application.register('relative-time', RelativeTimeController);
application.register('thread', ThreadController);
