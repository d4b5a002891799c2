/** Makes what all users with the same key share: the first makes it, the last closes it. A value is a plain object. */
export class Shared<Key extends WeakKey, Value extends { close(): Promise<void> }> {
  private readonly opened = new WeakMap<Key, { readonly value: Value; users: number }>();

  open(key: Key, make: () => Value): Value {
    const shared = this.opened.get(key) ?? { value: make(), users: 0 };
    this.opened.set(key, shared);
    shared.users += 1;
    let isOpen = true;
    return {
      ...shared.value,
      close: async () => {
        if (!isOpen) return;
        isOpen = false;
        shared.users -= 1;
        if (shared.users > 0) return;
        this.opened.delete(key);
        await shared.value.close();
      },
    };
  }
}
