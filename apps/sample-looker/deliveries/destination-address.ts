/** Whether something can be sent there by mail. */
export function isAddress(address: unknown): boolean {
  return typeof address === 'string' && /^[^\s@]+@[^\s@]+$/.test(address.trim());
}
