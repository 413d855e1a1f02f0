/**
 * One text is read for many questions in a row, so what was made of the last texts is kept. What `read` returns must
 * not be changed by anybody.
 */
export function keptLately<Made extends NonNullable<unknown>>(
  read: (text: string) => Made,
  most: number,
): (text: string) => Made {
  const kept = new Map<string, Made>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = read(text);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= most) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
}
