import {
  keyOf,
  MENU_ACTS,
  type MenuAct,
  type MenuColumn,
  type MenuItem,
  placesOf,
} from '../../../../channels/wechat-official/index.js';
import { rowsAt, textAt, type Typed } from '../../../forms/index.js';

const COLUMNS = [0, 1, 2];
const ROWS = [0, 1, 2, 3, 4];

export interface TypedMenu {
  draft: MenuColumn[];
  answers: Map<string, string>;
}

/**
 * Empty places are left out and the others move up, so that the draft's paths match the form when it is shown again.
 */
export function menuIn(typed: Typed): TypedMenu {
  const columns = rowsAt({ columns: typed }, 'columns').filter(
    (column) => !isBlank(column) || rowsIn(column).length > 0,
  );
  const draft = columns.map((column) => {
    const item = itemIn(column);
    return { ...item, items: item.does === 'opens' ? rowsIn(column).map(itemIn) : [] };
  });
  const slots = columns.flatMap((column) => [column, ...rowsIn(column)]);
  const spoken = placesOf(draft).filter(({ item }) => item.does === 'answer' || item.does === 'faq');
  const answers = spoken.map(({ item }): [string, string] => {
    const slot = slots.find(
      (each) => keyOf(itemIn(each)) === keyOf(item) && textAt(each, 'name') === item.name,
    );
    return [keyOf(item), slot ? textAt(slot, 'answer') : ''];
  });
  return { draft, answers: new Map(answers) };
}

function rowsIn(column: Typed): Typed[] {
  return rowsAt(column, 'items').filter((row) => !isBlank(row));
}

function isBlank(slot: Typed): boolean {
  return ['name', 'url', 'key', 'answer'].every((field) => textAt(slot, field) === '');
}

function itemIn(slot: Typed): MenuItem {
  const does = MENU_ACTS.find((act) => act === textAt(slot, 'does')) ?? 'answer';
  return {
    name: textAt(slot, 'name'),
    does,
    ...(does === 'link' && { url: textAt(slot, 'url') }),
    ...(does === 'answer' && { key: textAt(slot, 'key') }),
  };
}

export interface Slot {
  /** This is the path in the draft: `0` or `0.items.1`. */
  path: string;
  item: string;
  name: string;
  does: MenuAct;
  key: string;
  url: string;
  answer: string;
  /** The taps of the last thirty days are null if WeChat does not report them. */
  taps: number | null;
}

/** Returns three columns, each with a head and five rows. */
export function slotsOf({ draft, answers }: TypedMenu, taps: Map<string, number>) {
  const slot = (path: string, item: MenuItem | undefined, usual: MenuAct): Slot => {
    const { name = '', does = usual, key = '', url = '' } = item ?? {};
    const own = item ? keyOf(item) : '';
    const told = item && does !== 'link' && does !== 'opens';
    return {
      path,
      item: own,
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
    rows: ROWS.map((row) => slot(`${place}.items.${row}`, draft[place]?.items[row], 'answer')),
  }));
}
