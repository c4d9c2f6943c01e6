import { Sparkline } from '@mantine/charts';

/** Calls of each day as a line without axes; its words are beside it. */
export function CallSparkline({ calls }: { calls: readonly number[] }) {
  return <Sparkline w={110} h={28} data={[...calls]} curveType="monotone" color="indigo.5" fillOpacity={0.25} />;
}
