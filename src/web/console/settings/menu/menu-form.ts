import {
  keyOf,
  MENU_ACTS,
  type MenuAct,
  type MenuColumn,
  type MenuItem,
  placesOf,
} from '../../../../channels/wechat-official/index.js';
import { type Sent, textOf } from '../../typed.js';

const COLUMNS = [0, 1, 2];
const ROWS = [0, 1, 2, 3, 4];

/** What was typed into the form of a menu, as fields of `slot` and as what is kept. */
export interface TypedMenu {
  draft: MenuColumn[];
  /** By key. */
  answers: Record<string, string>;
  /** Where each place of the draft stands in the form: the second typed may be the third field. */
  fieldOf: Map<string, string>;
}

/** Empty names are empty places: they are left out, and the others move up. */
export function menuIn(sent: Sent): TypedMenu {
  const fieldOf = new Map<string, string>();
  const draft = COLUMNS.flatMap((place) => {
    const column = itemIn(sent, `${place}`);
    if (!column) return [];
    const at = `${[...fieldOf.keys()].filter((key) => !key.includes('.')).length}`;
    fieldOf.set(at, `${place}`);
    return [{ ...column, items: column.does === 'opens' ? rowsIn(sent, { place, at, fieldOf }) : [] }];
  });
  const spoken = placesOf(draft).filter(({ item }) => item.does === 'answer' || item.does === 'faq');
  const answers = Object.fromEntries(
    spoken.map(({ at, item }) => [keyOf(item), textOf(sent, `${fieldOf.get(at)}.answer`).trim()]),
  );
  return { draft, answers, fieldOf };
}

function rowsIn(
  sent: Sent,
  { place, at, fieldOf }: { place: number; at: string; fieldOf: Map<string, string> },
) {
  const filled = ROWS.filter((row) => itemIn(sent, `${place}.${row}`));
  return filled.map((row, index) => {
    fieldOf.set(`${at}.${index}`, `${place}.${row}`);
    return itemIn(sent, `${place}.${row}`)!;
  });
}

function itemIn(sent: Sent, field: string): MenuItem | undefined {
  const read = (name: string) => textOf(sent, `${field}.${name}`).trim();
  const name = read('name');
  const does = MENU_ACTS.find((act) => act === read('does')) ?? 'answer';
  const rest = {
    ...(does === 'link' && { url: read('url') }),
    ...(does === 'answer' && { key: read('key') }),
  };
  const blank = name === '' && read('url') === '' && read('key') === '' && read('answer') === '';
  return blank ? undefined : { name, does, ...rest };
}

export interface Slot {
  field: string;
  name: string;
  does: MenuAct;
  key: string;
  url: string;
  answer: string;
  /** In the last thirty days; null for what no tap is told of. */
  taps: number | null;
}

/** The form's places: three columns, each of a head and five rows, filled from what is kept. */
export function slotsOf(draft: MenuColumn[], answers: Map<string, string>, taps: Map<string, number>) {
  const slot = (field: string, item: MenuItem | undefined, usual: MenuAct): Slot => {
    const { name = '', does = usual, key = '', url = '' } = item ?? {};
    const own = item ? keyOf(item) : '';
    const told = item && does !== 'link' && does !== 'opens';
    return {
      field,
      name,
      does,
      key,
      url,
      answer: answers.get(own) ?? '',
      taps: told ? (taps.get(own) ?? 0) : null,
    };
  };
  return COLUMNS.map((place) => ({
    head: slot(`${place}`, draft[place], 'opens'),
    rows: ROWS.map((row) => slot(`${place}.${row}`, draft[place]?.items[row], 'answer')),
  }));
}

/** The same from what was typed and refused. */
export function typedSlots(sent: Sent) {
  const slot = (field: string, usual: MenuAct): Slot => {
    const read = (name: string) => textOf(sent, `${field}.${name}`);
    const does = MENU_ACTS.find((act) => act === read('does')) ?? usual;
    return {
      field,
      does,
      name: read('name'),
      key: read('key'),
      url: read('url'),
      answer: read('answer'),
      taps: null,
    };
  };
  return COLUMNS.map((place) => ({
    head: slot(`${place}`, 'opens'),
    rows: ROWS.map((row) => slot(`${place}.${row}`, 'answer')),
  }));
}
