import type { Command } from 'commander';
import { Audit } from '../platform/audit/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { Archives, Erasure, Persons } from '../retention/index.js';
import { StartError } from '../start/start-error.js';
import { withServicesUnchanged } from './installation.js';
import { print } from './output.js';
import { wholeFile } from './whole-file.js';

interface Exported {
  customer: string;
  to: string;
  json?: boolean;
}

interface Erased {
  customer: string;
  forEver?: boolean;
  json?: boolean;
}

export function addCustomerCommands(program: Command): void {
  program
    .command('customer:export')
    .description('Write everything that is kept of a person into one archive')
    .requiredOption('--customer <id>', 'the number in the address of the page of its data')
    .requiredOption('--to <file>', 'a new file, such as person.tar.gz')
    .option('--json', 'for machines')
    .action((options: Exported) => exportPerson(options));
  program
    .command('customer:erase')
    .description(
      'Take a person out of everything that is kept; refused while a hold or an open refund stands',
    )
    .requiredOption('--customer <id>', 'the number in the address of the page of its data')
    .option('--for-ever', 'you know that nobody can bring it back')
    .option('--json', 'for machines')
    .action((options: Erased) => erasePerson(options));
}

async function exportPerson(options: Exported): Promise<void> {
  await withServicesUnchanged(async (services) => {
    const person = await services.get(Persons).find(options.customer);
    const { bytes, files } = await wholeFile(options.to, (out) =>
      services.get(Archives).write(person.id, out),
    );
    const subject = { type: 'customer', id: person.id };
    await services.get(Audit).record({ action: 'customer.exported', subject, by: SYSTEM });
    print(options, { customer: person.id, to: options.to, bytes, files }, [
      `${options.to} holds what is kept of customer ${person.id}: ${bytes} bytes, ${files} files.`,
    ]);
  });
}

async function erasePerson(options: Erased): Promise<void> {
  if (!options.forEver) throw new StartError('Nothing was erased. Say --for-ever: nobody can bring it back.');
  await withServicesUnchanged(async (services) => {
    const removed = await services.get(Erasure).erase(options.customer, SYSTEM);
    print(options, { customer: options.customer, removed }, [`Customer ${options.customer} is erased.`]);
  });
}
