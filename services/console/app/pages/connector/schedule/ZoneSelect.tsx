import { NativeSelect } from "@mantine/core";
import { schedule as text } from "../../../text/en/schedule.ts";
import { zoneName } from "../../../text/times.ts";

interface Shown {
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly error?: string | undefined;
}

/** Every zone that this browser knows by its city: typing finds it. */
export const ZoneSelect = ({ value, onChange, error }: Shown) => (
  <NativeSelect
    label={text.zone.field}
    value={value}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
    data={[{ value: "", label: text.zone.choose }, ...groupsWith(value)]}
    error={error}
    maw={420}
  />
);

const groupsWith = (value: string) => {
  const known = Intl.supportedValuesOf("timeZone");
  const zones = value === "" || known.includes(value) ? known : [value, ...known];
  const now = new Date().toISOString();
  const byContinent = Map.groupBy(zones, (zone) => zone.split("/")[0] ?? zone);
  return [...byContinent].map(([group, items]) => ({
    group,
    items: items.map((zone) => ({ value: zone, label: `${cityOf(zone)} (${zoneName(zone, now)})` })),
  }));
};

/** `America/Argentina/Buenos_Aires` → `Buenos Aires, Argentina` */
const cityOf = (zone: string): string => zone.replaceAll("_", " ").split("/").slice(1).reverse().join(", ") || zone;
