import type { FieldFaults } from '../../platform/http/index.js';

/**
 * The program itself handles `progress`, `person` and `faq`. `answer` sends a text that the shop has written.
 */
export const MENU_ACTS = ['progress', 'person', 'faq', 'answer', 'link', 'opens'] as const;
export type MenuAct = (typeof MENU_ACTS)[number];

/**
 * WeChat reports `key` when the item is tapped. For an item that the program handles, it is the name of the
 * act.
 */
export interface MenuItem {
  name: string;
  does: MenuAct;
  key?: string;
  url?: string;
}

/** The chat shows up to three columns at its foot. A column with `opens` shows up to five `items`. */
export interface MenuColumn extends MenuItem {
  items: MenuItem[];
}

const COLUMNS = 3;
const ITEMS = 5;
const LIMITS = { columnName: 16, itemName: 60, key: 128, url: 1024 };
const KEPT_KEYS: string[] = ['progress', 'person', 'faq'] satisfies MenuAct[];

export const DEFAULT_MENU: MenuColumn[] = [
  { name: '查进度', does: 'progress', items: [] },
  { name: '找客服', does: 'person', items: [] },
  { name: '常见问题', does: 'faq', items: [] },
];

export function problemsOfMenu(columns: MenuColumn[]): FieldFaults {
  const problems: FieldFaults = {};
  if (columns.length < 1 || columns.length > COLUMNS) problems['0.name'] = 'menu_columns';
  columns.forEach((column, place) => {
    Object.assign(problems, problemsOfItem(column, `${place}`, LIMITS.columnName));
    if (column.does !== 'opens') return;
    if (column.items.length < 1 || column.items.length > ITEMS)
      problems[`${place}.items.0.name`] = 'menu_items';
    column.items.forEach((item, row) =>
      Object.assign(problems, problemsOfItem(item, `${place}.items.${row}`, LIMITS.itemName)),
    );
  });
  return { ...problems, ...repeated(columns) };
}

function problemsOfItem({ name, does, key = '', url = '' }: MenuItem, at: string, nameBytes: number) {
  const problems: FieldFaults = {};
  if (name === '') problems[`${at}.name`] = 'required';
  else if (Buffer.byteLength(name) > nameBytes) problems[`${at}.name`] = `too_many_bytes:${nameBytes}`;
  if (does === 'link' && !/^https?:\/\/[^\s]+$/.test(url)) problems[`${at}.url`] = 'bad_url';
  else if (does === 'link' && Buffer.byteLength(url) > LIMITS.url)
    problems[`${at}.url`] = `too_many_bytes:${LIMITS.url}`;
  if (does === 'answer' && (key === '' || Buffer.byteLength(key) > LIMITS.key || KEPT_KEYS.includes(key)))
    problems[`${at}.key`] = 'bad_item_key';
  return problems;
}

/** A tap reports only the key, so two items must not have the same one. */
function repeated(columns: MenuColumn[]): FieldFaults {
  const keys = new Set<string>();
  const problems: FieldFaults = {};
  for (const { at, item } of placesOf(columns)) {
    if (item.does !== 'answer' || !item.key) continue;
    if (keys.has(item.key)) problems[`${at}.key`] = 'twice';
    keys.add(item.key);
  }
  return problems;
}

export function placesOf(columns: MenuColumn[]): { at: string; item: MenuItem }[] {
  return columns.flatMap((column, place) =>
    column.does === 'opens'
      ? column.items.map((item, row) => ({ at: `${place}.items.${row}`, item }))
      : [{ at: `${place}`, item: column }],
  );
}

export function keyOf({ does, key }: MenuItem): string {
  return does === 'answer' ? (key ?? '') : does;
}

export function buttonsOf(columns: MenuColumn[]): object[] {
  return columns.map((column) =>
    column.does === 'opens'
      ? { name: column.name, sub_button: column.items.map(buttonOf) }
      : buttonOf(column),
  );
}

function buttonOf(item: MenuItem): object {
  return item.does === 'link'
    ? { type: 'view', name: item.name, url: item.url }
    : { type: 'click', name: item.name, key: keyOf(item) };
}
