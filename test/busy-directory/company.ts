import { placeOfName } from "../fake-directory/find-entries.ts";
import type { Random } from "../faults/random.ts";
import type { LdifRecord } from "../fixtures/ldif-writer.ts";
import type { DirectoryChange } from "../fixtures/live-directory.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type Change = DirectoryChange | { readonly putBack: LdifRecord };

/** A company where nobody rests: who is there now, and what happens next. What happens has happened here before the directory is told. */
export interface Company {
  /** What a connector synchronises. */
  readonly baseDn: string;
  /** Everything that is there at first, containers before what they contain. */
  readonly first: readonly LdifRecord[];
  /** Any of all that happens in a company. */
  readonly happens: () => Change[];
  /** One who stands before the place goes behind it, and one who stands behind goes before it. */
  readonly cross: (place: string) => Change[];
  /** The group with more members than an answer holds changes, mostly at its front. */
  readonly regroup: () => Change[];
  /** Everything that a connector must find now: `entry key`, and `member groupKey personKey`. */
  readonly present: () => ReadonlySet<string>;
  /** What everybody is called now, in scope and out of it: keys by DN. */
  readonly names: () => ReadonlyMap<string, string>;
  /** Of everybody in scope, the places in the order of names. */
  readonly places: () => ReadonlyMap<string, string>;
}

interface Unit {
  name: string;
  readonly under: string;
}

interface Person {
  readonly key: string;
  name: string;
  unit: Unit;
  isSwitched: boolean;
  isGone: boolean;
}

interface Group {
  readonly key: string;
  readonly name: string;
  /** With the name that each was given by. */
  members: { readonly person: Person; readonly dn: string }[];
}

const PEOPLE = 160;
const FEWEST = 120;
const GROUPS = 6;
const LARGE = 70;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

const OFTEN = { move: 6, rename: 4, switch: 4, enter: 4, quit: 3, hire: 2, delete: 3, putBack: 3, list: 1, group: 1, unit: 1 } as const;
const KINDS = Object.entries(OFTEN).flatMap(([kind, times]) => Array<keyof typeof OFTEN>(times).fill(kind as keyof typeof OFTEN));

export const openCompany = (random: Random, words: Vocabulary, suffix: string): Company => {
  let drawn = 0;
  const newKey = () => `key ${++drawn}`;
  const newName = (what: string) => `${random.pick(LETTERS)} ${what}, ${++drawn}`;
  const base = words.unit("Busy + Co", suffix);
  const units: Unit[] = ["People", "R+D", "Köln, Rhein"].map((name) => ({ name, under: base.dn }));
  const elsewhere: Unit = { name: "Elsewhere", under: suffix };
  const groupUnit: Unit = { name: "Groups", under: base.dn };

  const unitDn = ({ name, under }: Unit) => words.unit(name, under).dn;
  const personOf = ({ name, key, unit }: Person) => words.person(name, key, unitDn(unit));
  const dnOf = (person: Person) => personOf(person).dn;
  const groupOf = ({ name, key, members }: Group) => words.group(name, key, unitDn(groupUnit), members.map(memberDn));
  const memberDn = ({ person, dn }: Group["members"][number]) => (words.linksMembers ? dnOf(person) : dn);
  const memberOf = (person: Person) => ({ person, dn: dnOf(person) });

  const hire = (): Person => ({ key: newKey(), name: newName("Person"), unit: random.pick(units), isSwitched: false, isGone: false });
  const people = Array.from({ length: PEOPLE }, hire);
  const gone: Person[] = [];
  const groups: Group[] = Array.from({ length: GROUPS }, (_, at) => {
    const some = new Set(at === 0 ? people.slice(0, LARGE) : Array.from({ length: random.between(2, 12) }, () => random.pick(people)));
    return { key: newKey(), name: newName("Group"), members: [...some].map(memberOf) };
  });

  const become = (person: Person, { name = person.name, unit = person.unit }: Partial<Person>): Change[] => {
    const before = dnOf(person);
    const isMoved = unit !== person.unit;
    Object.assign(person, { name, unit });
    const after = dnOf(person);
    const to = after.slice(0, after.length - unitDn(unit).length - 1);
    return [{ rename: before, to, ...(isMoved ? { under: unitDn(unit) } : {}) }];
  };
  const move = (person: Person): Change[] => {
    const unit = random.pick([...units, elsewhere].filter((it) => it !== person.unit));
    // Nobody follows who is called what out of scope: there everybody always has the same name.
    return become(person, unit === elsewhere ? { unit, name: `Away ${person.key}` } : { unit });
  };
  const notIn = (group: Group) => {
    const taken = new Set(group.members.map(memberDn));
    return people.filter((person) => !taken.has(dnOf(person)));
  };
  /** Whoever comes stands first, so that everybody else is one place further on. */
  const enterAtFront = (group: Group): Change[] => {
    const strangers = notIn(group);
    if (strangers.length === 0) return [];
    group.members = [memberOf(random.pick(strangers)), ...group.members];
    return [{ modify: groupOf(group).dn, with: [["replace", "member", ...group.members.map(memberDn)]] }];
  };
  const enter = (group: Group): Change[] => {
    const strangers = notIn(group);
    if (strangers.length === 0) return [];
    const member = memberOf(random.pick(strangers));
    group.members.push(member);
    return [{ modify: groupOf(group).dn, with: [["add", "member", memberDn(member)]] }];
  };
  const quit = (group: Group, from = random.below(group.members.length)): Change[] => {
    if (group.members.length <= 2) return enter(group);
    const [member] = group.members.splice(from, 1);
    return member === undefined ? [] : [{ modify: groupOf(group).dn, with: [["delete", "member", memberDn(member)]] }];
  };
  /** Some go, some come, and the rest stand in another order. */
  const listAnew = (group: Group): Change[] => {
    const kept = group.members.filter(() => random.chance(0.8)).sort(() => random.below(3) - 1);
    const come = [...new Set(Array.from({ length: random.between(1, 9) }, () => random.pick(people)))].map(memberOf);
    const named = new Map([...come, ...kept].map((member) => [memberDn(member), member]));
    group.members = [...named.values()];
    return [{ modify: groupOf(group).dn, with: [["replace", "member", ...named.keys()]] }];
  };
  /** Another group under the same name. */
  const replaceGroup = (group: Group): Change[] => {
    const { name, members } = group;
    const anew: Group = { name, key: newKey(), members };
    groups[groups.indexOf(group)] = anew;
    return [{ remove: groupOf(group).dn }, { add: groupOf(anew) }];
  };
  const remove = (): Change[] => {
    const [person] = people.splice(random.below(people.length), 1) as [Person];
    gone.push(Object.assign(person, { isGone: true }));
    const change = { remove: dnOf(person) };
    // The name may stay in groups, but nobody bears it.
    if (words.linksMembers) for (const group of groups) group.members = group.members.filter((member) => member.person !== person);
    return [change];
  };
  const putBack = (): Change[] => {
    const [person] = gone.splice(random.below(gone.length), 1);
    if (person === undefined) return [];
    const back = Object.assign(words.putsBack ? person : { ...person, key: newKey() }, { isSwitched: false, isGone: false });
    people.push(back);
    return [words.putsBack ? { putBack: personOf(back) } : { add: personOf(back) }];
  };

  const happens = (): Change[] => {
    const person = random.pick(people);
    const group = random.pick(groups);
    switch (random.pick(KINDS)) {
      case "move":
        return move(person);
      case "rename":
        return person.unit === elsewhere ? move(person) : become(person, { name: newName("Renamed") });
      case "switch": {
        const [attribute, one, other] = words.switched;
        person.isSwitched = !person.isSwitched;
        return [{ modify: dnOf(person), with: [["replace", attribute, person.isSwitched ? other : one]] }];
      }
      case "enter":
        return enter(group);
      case "quit":
        return quit(group);
      case "hire": {
        const newcomer = hire();
        people.push(newcomer);
        return [{ add: personOf(newcomer) }];
      }
      case "delete":
        return people.length > FEWEST ? remove() : putBack();
      case "putBack":
        return putBack();
      case "list":
        return listAnew(group);
      case "group":
        return replaceGroup(group);
      case "unit": {
        const unit = random.pick(units);
        const before = unitDn(unit);
        unit.name = newName("Unit");
        return [{ rename: before, to: unitDn(unit).slice(0, -base.dn.length - 1) }];
      }
    }
  };
  const inScope = () => people.filter(({ unit }) => unit !== elsewhere);
  const placeOf = (person: Person, unit = person.unit) => placeOfName(dnOf({ ...person, unit }));
  const cross = (place: string): Change[] =>
    [true, false].flatMap((isRead) => {
      const side = inScope().filter((person) => placeOf(person) < place === isRead);
      const person = side.length === 0 ? undefined : random.pick(side);
      const over = person === undefined ? [] : units.filter((unit) => placeOf(person, unit) < place !== isRead);
      return person === undefined || over.length === 0 ? [] : become(person, { unit: random.pick(over) });
    });
  const regroup = (): Change[] => {
    const [large] = groups as [Group];
    const kind = random.pick(["front", "front", "front", "quit", "quit", "list", "group"] as const);
    if (kind === "front") return enterAtFront(large);
    if (kind === "quit") return quit(large, random.below(5));
    return kind === "list" && large.members.length > LARGE - 20 ? listAnew(large) : replaceGroup(large);
  };
  return {
    ...{ baseDn: base.dn, happens, cross, regroup },
    first: [
      base,
      ...[...units, groupUnit, elsewhere].map(({ name, under }) => words.unit(name, under)),
      ...people.map(personOf),
      ...groups.map(groupOf),
    ],
    present: () => {
      const members = groups.flatMap(({ key, members: all }) =>
        all
          .filter(({ person, dn }) => !person.isGone && (words.linksMembers || dn === dnOf(person)))
          .map(({ person }) => `member ${key} ${person.key}`),
      );
      return new Set([...[...inScope(), ...groups].map(({ key }) => `entry ${key}`), ...members]);
    },
    names: () => new Map(people.map((person) => [dnOf(person), person.key])),
    places: () => new Map(inScope().map((person) => [person.key, placeOf(person)])),
  };
};
