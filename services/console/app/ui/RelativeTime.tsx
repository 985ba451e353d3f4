import { Tooltip, VisuallyHidden } from "@mantine/core";
import { exactTime, relativeTime, ticksEveryMs } from "../text/times.ts";
import { useNow } from "./now.ts";

/** `12 min ago`; exact, with the zone named, on hover and for screen readers. */
export const RelativeTime = ({ at }: { readonly at: string }) => {
  const nowMs = useNow(ticksEveryMs(at, Date.now()));
  const exact = exactTime(at);
  return (
    <Tooltip label={exact}>
      <time dateTime={at}>
        <span aria-hidden>{relativeTime(at, nowMs)}</span>
        <VisuallyHidden>{exact}</VisuallyHidden>
      </time>
    </Tooltip>
  );
};
