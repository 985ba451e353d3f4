import { Stack, VisuallyHidden } from "@mantine/core";
import { IconPointFilled } from "@tabler/icons-react";
import type { Connector } from "../../api/queries.ts";
import { connectors as text } from "../../text/en/connectors.ts";
import { Host } from "../../ui/Host.tsx";
import style from "./Hosts.module.css";

/** Both hosts; the one that answered last is marked. */
export const Hosts = ({ connector: { primaryHost, secondaryHost, lastRun } }: { readonly connector: Connector }) => (
  <Stack gap={0}>
    {[primaryHost, secondaryHost]
      .filter((host) => host !== null)
      .map((host) => (
        <span key={host}>
          <Host name={host} />
          {host === lastRun?.host && (
            <span title={text.answered}>
              <IconPointFilled size={12} className={style.answered} aria-hidden />
              <VisuallyHidden>{text.answered}</VisuallyHidden>
            </span>
          )}
        </span>
      ))}
  </Stack>
);
