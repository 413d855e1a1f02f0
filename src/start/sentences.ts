export const NOBODY_ADMINISTRATES =
  'No administrator can sign in: run "npm run huiyin -- user:create --role admin --email … --name …".';
