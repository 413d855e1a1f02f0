export const NOBODY_ADMINISTRATES =
  'No administrator can sign in: run "npm run huiyin -- user:create --role admin --email … --name …".';

export const DEMONSTRATION_AMONG_OTHERS =
  'This installation has members of its own, and the demonstration would be played among them: set DEMO=off, or give ' +
  'the demonstration another folder in DATA_DIR, or another database in DATABASE_URL.';
