/** PostgreSQL refuses notifications of 8000 bytes and more. */
const PACKET_BYTES = 7_900;
const ITEM_BYTES = 7_000;

export type Item = [topic: string, data: unknown];

export function encode(topic: string, data: unknown): string {
  const item = JSON.stringify([topic, data ?? null]);
  if (Buffer.byteLength(item) > ITEM_BYTES)
    throw new Error(`A live message about ${topic} is larger than ${ITEM_BYTES} bytes`);
  return item;
}

export function pack(items: Iterable<string>): string[] {
  const packets: string[][] = [];
  let bytes = Infinity;
  for (const item of items) {
    const size = Buffer.byteLength(item) + 1;
    if (bytes + size > PACKET_BYTES) {
      packets.push([]);
      bytes = 1;
    }
    packets.at(-1)?.push(item);
    bytes += size;
  }
  return packets.map((packet) => `[${packet.join(',')}]`);
}

export function unpack(packet: string): Item[] {
  return JSON.parse(packet) as Item[];
}
