import { Command } from 'commander';
import { addBackupCommands } from './backup.commands.js';
import { addChannelCommands } from './channel.commands.js';
import { addChannelChangeCommands } from './channel-change.commands.js';
import { addChannelTestCommand } from './channel-test.command.js';
import { addCustomerCommands } from './customer.commands.js';
import { addOperationCommands } from './operation.commands.js';
import { addSignInCommands } from './sign-in.commands.js';
import { addStaffCommands } from './staff.commands.js';
import { addSessionCommands } from './session.commands.js';
import { addTokenCommands } from './token.commands.js';
import { fail } from './output.js';

const program = new Command('huiyin')
  .description(
    'Administration of Huiyin. Works while the program runs and while it does not; what it changes holds at once.',
  )
  .showHelpAfterError('(--help lists the commands and their options)');

addStaffCommands(program);
addSessionCommands(program);
addSignInCommands(program);
addTokenCommands(program);
addChannelCommands(program);
addChannelChangeCommands(program);
addChannelTestCommand(program);
addOperationCommands(program);
addCustomerCommands(program);
addBackupCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  fail(error);
}
