import { plural } from "../numbers.ts";

export const schedule = {
  title: "Schedule",
  zone: {
    title: "Clock",
    label: "Whose clock the times follow",
    account: (zone: string) => `The account's: ${zone}`,
    own: "This connector's own",
    field: "Time zone",
    choose: "Choose a zone",
    missing: "Choose a time zone.",
    link: "Change the account's region or zone",
  },
  times: {
    title: "Times",
    label: "When it is synchronised, every day",
    usual: (times: string) => `As usual: ${times}`,
    own: "Times of its own",
    one: (n: number) => `Time ${n}`,
    add: "Add a time",
    remove: (time: string) => `Remove ${time === "" ? "this time" : time}`,
    missing: "Enter at least one time.",
    broken: "Enter a time of day such as 08:00.",
    most: "48 times a day are the most.",
  },
  next: {
    title: "The next three",
    table: "The next three runs",
    columns: { there: "By that clock", here: "Your time", in: "From now" },
    disabled: "This connector is disabled: nothing runs until it is enabled.",
    asTyped: "As the fields say; not saved yet.",
    same: "the same",
  },
  clocks:
    "When clocks change, nothing is lost and nothing runs twice: a time that the clocks leave out comes as soon as they have stepped past it, and a time that they show twice comes the first time.",
  labels: { "schedule.times": "Times", "schedule.zone": "Time zone" },
} as const;

export const accountSettings = {
  title: "Settings",
  lead: (account: string) => `Account ${account}`,
  region: {
    title: "Region and clock",
    label: "Region",
    help: "Where the account is held. Its connectors are synchronised by this region's clock.",
    names: { europe: "Europe", "north-america": "North America", "south-africa": "South Africa", australia: "Australia" },
    option: (name: string, zone: string) => `${name} (${zone})`,
  },
  zone: {
    label: "Clock that the times follow",
    region: (zone: string) => `The region's: ${zone}`,
    own: "Another time zone",
    fixed: "This clock never changes to summer time. Choose another zone, such as Europe/London, for times that follow it.",
  },
  effect: {
    title: "What this changes",
    none: "Nothing changes as long as the clock stays the same.",
    noConnectors: "No connector follows this clock: there is none, or each has a zone of its own.",
    follows: (n: number) =>
      `${plural(n, "connector follows", "connectors follow")} this clock. ${n === 1 ? "Its next run moves" : "Their next runs move"}:`,
    table: "Next runs before and after",
    columns: { connector: "Connector", before: "Next run now", after: "Next run then" },
    disabled: "not while disabled",
    untouched: "People, groups and their history are not touched. A run that goes on is not interrupted.",
  },
  saved: "Saved.",
} as const;
