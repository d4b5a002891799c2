/** CPU time of this process so far, in milliseconds: what else the machine is busy with does not count. */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
