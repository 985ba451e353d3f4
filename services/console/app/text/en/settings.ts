import { count, plural } from "../numbers.ts";

interface Counted {
  readonly count: number;
  readonly more: boolean;
}
interface Brought {
  readonly people: Counted;
  readonly groups: Counted;
}

const atLeast = ({ count: n, more }: Counted, one: string, many: string): string => `${more ? "more than " : ""}${plural(n, one, many)}`;
const both = ({ people, groups }: Brought): string => `${atLeast(people, "person", "people")} and ${atLeast(groups, "group", "groups")}`;

export const settings = {
  connection: {
    title: "Connection",
    passwordKept: "Leave blank to keep the password",
    passwordNeeded: "Enter the password again: it was given for the host, port and encryption that were saved, and is sent nowhere else.",
    labels: {
      name: "Name of the connector",
      primaryHost: "Primary Host",
      secondaryHost: "Secondary Host",
      port: "Connection Port",
      encryptionMode: "Encryption Mode",
      startTls: "StartTLS",
      certificateAuthority: "Certificate of a private authority",
      pinnedKey: "Trusted key",
      secondaryPinnedKey: "Trusted key of the secondary host",
      bindDn: "User Account DN",
      bindPassword: "User Account Password",
      baseDn: "Domain Root DN",
    },
  },
  environment: { title: "Environment" },
  limits: {
    title: "Limits",
    lead: "What a run may remove, disable or take out of a group by itself. Whatever is over a limit waits until somebody has looked at it; until then everybody stays.",
    removals: {
      title: "People and groups that go or are disabled",
      count: "At most, in one run",
      countHelp: "More than this waits, however large the directory is.",
      percent: "At most, of all active ones, in percent",
      percentHelp: "A larger share than this waits.",
      percentFrom: "The percentage counts from",
      percentFromHelp: "With fewer than this going, only the number counts: two of eight are nothing unusual.",
    },
    membersLost: {
      title: "Members that one group loses",
      count: "At most, in one run",
      countHelp: "A group that would lose more than this waits.",
      percent: "At most, of its members, in percent",
      percentHelp: "A larger share than this waits.",
      percentFrom: "The percentage counts from",
      percentFromHelp: "With fewer members going, only the number counts.",
    },
    usual: "Back to the usual limits",
    example: (limit: string, active: number) => `With the ${count(active)} that are active now, more than ${limit} at once would wait.`,
    labels: {
      "guard.removals.count": "Removals: number",
      "guard.removals.percent": "Removals: percent",
      "guard.removals.percentFrom": "Removals: percent from",
      "guard.membersLost.count": "Members: number",
      "guard.membersLost.percent": "Members: percent",
      "guard.membersLost.percentFrom": "Members: percent from",
    },
    whole: "Enter a whole number, 0 or more.",
    share: "Enter a percentage from 0 to 100.",
  },
  enabled: {
    title: "Synchronisation",
    isEnabled: "This connector is enabled: it is synchronised by its schedule.",
    isDisabled: "This connector is disabled: nothing is read, and what it brought stays as it was.",
    enable: "Enable",
    disable: "Disable",
    disableMeans: "A run that goes on is not interrupted. Nothing is removed.",
  },
  remove: {
    title: "Remove this connector",
    text: "It is not synchronised any more, and its password is no longer used. This cannot be taken back; the history stays in the log.",
    button: "Remove",
    dialog: (name: string) => `Remove ${name}?`,
    label: "What becomes of what it brought",
    keep: (brought: Brought | null | undefined) =>
      brought === null || brought === undefined ? "Keep what it brought" : `Keep ${both(brought)}`,
    keepHelp: "They stay here as they are. Nobody changes them any more: whoever leaves the company stays in the lists.",
    gone: (brought: Brought | null | undefined) =>
      brought === null || brought === undefined ? "Remove what it brought" : `Remove ${both(brought)}`,
    goneHelp: "One last run marks all of them as removed, without asking the limits. Their history stays.",
    confirm: "Remove this connector",
  },
} as const;
