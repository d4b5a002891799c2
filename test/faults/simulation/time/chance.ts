/**
 * What chance decides, by seed. Each question has a name, and its answer depends on nothing but seed, name and how
 * often it was asked: a fault that is left out changes no other answer, so a failing run can be shrunk.
 */
export class Chance {
  private readonly asked = new Map<string, number>();

  constructor(private readonly seed: number) {}

  /** In [0, 1). */
  fraction(name: string): number {
    const count = this.asked.get(name) ?? 0;
    this.asked.set(name, count + 1);
    return hashed(this.seed, name, count) / 0x1_0000_0000;
  }

  between(name: string, least: number, most: number): number {
    return least + this.fraction(name) * (most - least);
  }

  /** As often from 1 to 10 as from 10 to 100: what matters may be a moment or a day. */
  magnitude(name: string, least: number, most: number): number {
    return least * (most / least) ** this.fraction(name);
  }

  oneOf<Item>(name: string, items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.fraction(name) * items.length)] ?? items[0];
  }

  hexDigits(name: string, count: number): string {
    let digits = '';
    while (digits.length < count) {
      digits += Math.floor(this.fraction(name) * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    }
    return digits.slice(0, count);
  }

  uuid(name: string): string {
    const digits = this.hexDigits(name, 32);
    const parts = [
      [0, 8],
      [8, 12],
      [13, 16],
      [17, 20],
      [20, 32],
    ].map(([from, to]) => digits.slice(from, to));
    return `${parts[0]}-${parts[1]}-4${parts[2]}-8${parts[3]}-${parts[4]}`;
  }
}

/** FNV-1a over the name, then murmur3's last steps, by which near seeds and counts differ in all bits. */
function hashed(seed: number, name: string, count: number): number {
  let hash = 0x811c_9dc5 ^ seed;
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x0100_0193);
  }
  hash = mixed(hash ^ Math.imul(count + 1, 0x9e37_79b1));
  return mixed(hash ^ Math.imul(seed, 0x85eb_ca6b)) >>> 0;
}

function mixed(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85eb_ca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2_ae35);
  return value ^ (value >>> 16);
}
