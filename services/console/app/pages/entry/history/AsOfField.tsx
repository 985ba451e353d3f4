import { Button, TextInput } from "@mantine/core";
import { entry } from "../../../text/en/people.ts";
import { ownZone } from "../../../text/locale.ts";
import { zoneName } from "../../../text/times.ts";
import style from "./EntryHistory.module.css";
import { instantOf, localOf } from "./local-time.ts";

const text = entry.history;

interface Shown {
  /** RFC 3339; undefined for now. */
  readonly at: string | undefined;
  readonly onChoose: (at: string | undefined) => void;
}

/** Any moment, by the reader's own clock. */
export const AsOfField = ({ at, onChoose }: Shown) => (
  <div className={style.field}>
    <TextInput
      type="datetime-local"
      step={1}
      label={text.asOfLabel}
      description={text.asOfHint(zoneName(ownZone(), at ?? new Date().toISOString()))}
      value={at === undefined ? "" : localOf(at)}
      onChange={({ currentTarget }) => onChoose(instantOf(currentTarget.value))}
    />
    {at !== undefined && (
      <Button variant="default" onClick={() => onChoose(undefined)}>
        {text.now}
      </Button>
    )}
  </div>
);
