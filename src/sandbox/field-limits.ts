/** These are the limits of WeChat's table of parameter types for subscription notices. */
const LIMITS: Record<string, RegExp> = {
  thing: /^.{1,20}$/,
  number: /^[\d.]{1,32}$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}]{1,5}$/u,
  character_string: /^[\x21-\x7e]{1,32}$/,
  time: /^(\d{4}年\d{1,2}月\d{1,2}日\s?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s)?\d{1,2}:\d{2}(:\d{2})?(~.*)?$/,
  date: /^(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(\s?\d{1,2}:\d{2}(:\d{2})?)?$/,
  amount: /^[\u00a5\uffe5$\u20ac\u00a3]?\d{1,10}(\.\d+)?\u5143?$/,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^.{1,8}$/,
  name: /^(\p{Script=Han}{1,10}|[\p{L}\p{P} ]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
  const: /^.{1,20}$/,
};

/** Returns the first field that WeChat would refuse with 47003. A key is a type and a number: `thing4`. */
export function brokenField(values: Record<string, string>): string | undefined {
  return Object.keys(values).find((key) => !allowed(key, values[key] ?? ''));
}

function allowed(key: string, value: string): boolean {
  const limit = LIMITS[key.replace(/\d+$/, '')];
  return limit !== undefined && limit.test(value) && !/^\s|[\r\n]/.test(value);
}
