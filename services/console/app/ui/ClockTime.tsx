import { Tooltip } from "@mantine/core";
import { clockTime, exactTime } from "../text/times.ts";
import { useNow } from "./now.ts";

/** `19:15 CET`, with the day where it is another; exact on hover. For what lasts since a moment. */
export const ClockTime = ({ at }: { readonly at: string }) => (
  <Tooltip label={exactTime(at)}>
    <time dateTime={at}>{clockTime(at, useNow(60_000))}</time>
  </Tooltip>
);
