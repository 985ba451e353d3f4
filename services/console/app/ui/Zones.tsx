import { Text, Tooltip } from "@mantine/core";
import { words } from "../text/en/words.ts";
import { exactTime, inBothZones } from "../text/times.ts";
import { useNow } from "./now.ts";

interface Shown {
  /** RFC 3339. */
  readonly at: string;
  /** The zone that the schedule follows. */
  readonly zone: string;
}

/** `today 13:00 GMT`, and under it what the reader's own clock will show then. */
export const Zones = ({ at, zone }: Shown) => {
  const { there, here } = inBothZones(at, { nowMs: useNow(60_000), zone });
  return (
    <Tooltip label={exactTime(at, zone)}>
      <time dateTime={at}>
        {there}
        {here !== undefined && (
          <Text span display="block" size="xs" c="var(--soft)">
            {words.yourTime(here)}
          </Text>
        )}
      </time>
    </Tooltip>
  );
};
