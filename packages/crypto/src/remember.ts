/** Puts a value into a bounded map, the oldest going first; gives the value back. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V, most: number): V {
  if (map.size >= most) {
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
  map.set(key, value);
  return value;
}
