/** The SECRET_KEY of every installation that the tests make. */
export const TEST_KEY = Buffer.alloc(32, 7).toString('base64');
