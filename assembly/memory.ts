/** First address that static data does not use; the host's memory begins there. */
export function heap_base(): usize {
  return __heap_base;
}
