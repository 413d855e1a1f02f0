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

type SlotFields = Omit<MenuItem, 'does'> & {
  does: MenuAct | undefined;
  url: string;
  key: string;
  answer: string;
};

/** A column of the form as it was filled in, whatever of it the chosen acts use. */
interface WrittenColumn {
  head: SlotFields;
  rows: SlotFields[];
}

/** Empty places are left out and the others move up, so that the draft's paths are those of the form shown again. */
export function writtenIn(typed: Typed): WrittenColumn[] {
  return rowsAt({ columns: typed }, 'columns')
    .map((column) => ({
      head: fieldsIn(column),
      rows: rowsAt(column, 'items')
        .map(fieldsIn)
        .filter((row) => !isBlank(row)),
    }))
    .filter(({ head, rows }) => !isBlank(head) || rows.length > 0);
}

export function writtenOf(draft: MenuColumn[], answers: Map<string, string>): WrittenColumn[] {
  const fieldsOf = (item: MenuItem): SlotFields => ({
    name: item.name,
    does: item.does,
    url: item.url ?? '',
    key: item.key ?? '',
    answer: answers.get(keyOf(item)) ?? '',
  });
  return draft.map((column) => ({ head: fieldsOf(column), rows: column.items.map(fieldsOf) }));
}

/** Answers are kept by the key of their item. */
export function menuIn(typed: Typed): { draft: MenuColumn[]; answers: Map<string, string> } {
  const written = writtenIn(typed);
  const draft = written.map(({ head, rows }) => {
    const item = itemOf(head);
    return { ...item, items: item.does === 'opens' ? rows.map(itemOf) : [] };
  });
  const slots = written.flatMap(({ head, rows }) => [head, ...rows]);
  const spoken = placesOf(draft).filter(({ item }) => item.does === 'answer' || item.does === 'faq');
  const answers = spoken.map(({ item }): [string, string] => {
    const slot = slots.find((each) => each.name === item.name && keyOf(itemOf(each)) === keyOf(item));
    return [keyOf(item), slot?.answer ?? ''];
  });
  return { draft, answers: new Map(answers) };
}

function fieldsIn(slot: Typed): SlotFields {
  const [name = '', url = '', key = '', answer = ''] = ['name', 'url', 'key', 'answer'].map((field) =>
    textAt(slot, field),
  );
  return { name, url, key, answer, does: MENU_ACTS.find((act) => act === textAt(slot, 'does')) };
}

function isBlank({ name, url, key, answer }: SlotFields): boolean {
  return [name, url, key, answer].every((text) => text === '');
}

function itemOf({ name, does = 'answer', url, key }: SlotFields): MenuItem {
  return { name, does, ...(does === 'link' && { url }), ...(does === 'answer' && { key }) };
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
export function slotsOf(written: WrittenColumn[], taps: Map<string, number>) {
  const slot = (path: string, fields: SlotFields | undefined, usual: MenuAct): Slot => {
    const { name = '', url = '', key = '', answer = '', does = usual } = fields ?? {};
    const item = fields ? keyOf(itemOf(fields)) : '';
    const isTapped = fields !== undefined && does !== 'link' && does !== 'opens';
    return { path, item, name, does, key, url, answer, taps: isTapped ? (taps.get(item) ?? 0) : null };
  };
  return COLUMNS.map((place) => ({
    head: slot(`${place}`, written[place]?.head, 'opens'),
    rows: ROWS.map((row) => slot(`${place}.items.${row}`, written[place]?.rows[row], 'answer')),
  }));
}
