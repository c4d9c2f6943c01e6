/** Works through items in their order, so many side by side at most. Rejects as soon as one item does; what is under way then is not awaited. */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  atOnceMax: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnceMax }, worker));
}
