import { Person, readinessFor } from './person.ts';
import type { Built } from './shown-window.ts';
import { WizardWindow } from './wizard-window.ts';

/**
 * A program that somebody will kill: it opens the window in a folder, goes with a practice instrument to the question of a password, where
 * something was changed already, says so on its standard output, and waits.
 */
const [folder = '', scenario = '', built = ''] = process.argv.slice(2);
const window = await WizardWindow.open(JSON.parse(built) as Built, folder);
const person = new Person(window);
await person.introduce('technician');
await person.practise(scenario);
await person.seePlan();
await person.prepare(readinessFor(scenario));
await person.start();
await person.sayYesUntil('password');
process.stdout.write('asked\n');
