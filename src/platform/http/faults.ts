/** A fault says what is wrong with a field. Its sentence is `problem.<fault>` in the locale files. */
export const FAULTS = [
  'required',
  'unknown_field',
  'too_long',
  'too_short',
  'too_many_entries',
  'too_many_bytes',
  'out_of_range',
  'not_whole',
  'unknown',
  'taken',
  'twice',
  'invalid',
  'unreadable_text',
  'bad_email',
  'bad_phone',
  'bad_key',
  'bad_zone',
  'bad_date',
  'bad_time',
  'bad_moment',
  'bad_url',
  'bad_currency',
  'bad_amount',
  'not_future',
  'same_department',
  'not_colleague',
  'wrong_password',
  'already_invited',
  'email_taken',
  'department_exists',
  'not_allowed',
  'empty_file',
  'too_big',
  'bad_facts',
  'bad_template_id',
  'no_blanks',
  'bad_windows',
  'empty_window',
  'overlapping_windows',
  'overlapping_next_day',
  'no_window',
  'circular_base',
  'unreadable',
  'bad_region',
  'bad_year',
  'other_year',
  'bad_kind',
  'no_target',
  'shares_exceed_whole',
  'bad_threshold',
  'bad_seconds',
  'bad_delay',
  'cannot_pause',
  'no_means',
  'bad_action',
  'unknown_member',
  'ends_before',
  'same_person',
  'not_of_vendor',
  'no_place',
  'bad_list',
  'bad_length',
  'bad_number',
  'bad_words',
  'bad_item_key',
  'menu_columns',
  'menu_items',
  'not_gh',
  'not_wx',
  'bad_token',
  'bad_aes_key',
] as const;

export type Fault = (typeof FAULTS)[number];

export type FieldFault = Fault | `${Fault}:${number}`;

/** A path is also the name of the form field, for example `ladder.0.robot`. */
export type FieldFaults = Record<string, FieldFault>;

export function faultsOf(
  checks: readonly (readonly [wrong: boolean, path: string, fault: FieldFault])[],
): FieldFaults {
  const faults: FieldFaults = {};
  for (const [wrong, path, fault] of checks) if (wrong) faults[path] ??= fault;
  return faults;
}
