/** An administrator can remedy the causes of these refusals. The sentences are `channels.todo.*`. */
const TODOS: Record<string, string> = {
  wrong_app_id: 'app_id',
  wrong_app_secret: 'app_secret',
  app_secret_frozen: 'frozen',
  address_not_allowed: 'address',
  address_unconfirmed: 'confirm',
  account_restricted: 'restricted',
  not_granted: 'kind',
  template_gone: 'templates',
  template_keywords: 'keywords',
  template_twice: 'twice',
  clock_off: 'clock',
  stale_timestamp: 'clock',
  wrong_signature: 'token',
  unparsable: 'aes_key',
  wrong_receiver: 'original_id',
  wrong_mode: 'mode',
  unknown_key: 'switched_off',
  no_allowance: 'word_again',
};

/** Reads the first word of a refusal such as `wrong_app_secret 40001`. */
export function todoOf(reason: string): string | undefined {
  const [word = ''] = reason.split(' ');
  return Object.hasOwn(TODOS, word) ? TODOS[word] : undefined;
}
