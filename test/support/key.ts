/** Every installation of the tests has this SECRET_KEY. */
export const TEST_KEY = Buffer.alloc(32, 7).toString('base64');
