-- What WeChat still signs and encrypts with while a new token or key, set in its console, spreads to all its servers.
alter table wechat_account
  add column previous_token_cipher text,
  add column previous_aes_key_cipher text,
  add column previous_until timestamptz;
