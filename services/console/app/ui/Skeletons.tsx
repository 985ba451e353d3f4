import { Skeleton, VisuallyHidden } from "@mantine/core";
import { words } from "../text/en/words.ts";
import style from "./Skeletons.module.css";

/** Where rows will be. It shows only after 150 ms: what comes at once needs no announcement. */
export const Skeletons = ({ rows = 6, height = 44 }: { readonly rows?: number; readonly height?: number }) => (
  <div className={style.skeletons} role="status">
    <VisuallyHidden>{words.loading}</VisuallyHidden>
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <Skeleton key={row} height={height - 8} radius="md" aria-hidden />
    ))}
  </div>
);
