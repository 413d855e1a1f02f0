import Handlebars, { type HelperDelegate, type TemplateDelegate } from 'handlebars';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

export interface Templates {
  page(name: string): TemplateDelegate;
}

type Helpers = Record<string, HelperDelegate>;

/**
 * `partials/ticket-row.hbs` is `{{> ticket-row}}`. A file whose name starts with `_` is a partial of its own folder:
 * `console/_replies.hbs` is `{{> console/_replies}}`.
 */
export function readTemplates(folder: string, helpers: Helpers): Templates {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(helpers);
  const options: CompileOptions = {
    knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
    knownHelpersOnly: true,
    // A partial sees only what it is given and nothing of the page around it.
    explicitPartialContext: true,
    preventIndent: true,
  };
  const pages = new Map<string, TemplateDelegate>();
  for (const name of templateNames(folder)) {
    const compiled = handlebars.compile(dense(readFileSync(join(folder, `${name}.hbs`), 'utf8')), options);
    if (name.startsWith('partials/')) handlebars.registerPartial(name.slice('partials/'.length), compiled);
    else if (basename(name).startsWith('_')) handlebars.registerPartial(name, compiled);
    else pages.set(name, compiled);
  }
  return {
    page(name) {
      const page = pages.get(name);
      if (!page) throw new Error(`there is no template ${name}.hbs`);
      return page;
    },
  };
}

/** The indentation of a template is for its reader: in a list of fifty rows it would be a tenth of the page. */
function dense(template: string): string {
  return template.replace(/\n\s+/g, '\n');
}

/** Other rooms render the other folders of `templates/` themselves: alerts, notices, and the simulated phone. */
export function isPageTemplate(file: string): boolean {
  return file.endsWith('.hbs') && !/^(alerts|notices|sandbox)\//.test(file);
}

function templateNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter(isPageTemplate)
    .map((file) => file.slice(0, -'.hbs'.length));
}
