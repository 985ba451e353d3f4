import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ConnectorChanges, useChangeConnector } from "../../../api/commands.ts";
import { type FormErrors, Problem } from "../../../api/problem.ts";
import { type Connector, connectorQuery } from "../../../api/queries.ts";
import { form as text } from "../../../text/en/form.ts";
import { changedFields, contested, nested, rebased, type Sent } from "./changed-fields.ts";
import { fieldErrors } from "./field-errors.ts";

interface Form<Values> {
  readonly account: string;
  readonly connector: string;
  /** What the fields show of a connector. */
  readonly valuesOf: (connector: Connector) => Values;
  /** What the fields say, as it is sent; a password that is not to be changed is left out. */
  readonly sentOf: (values: Values) => Sent;
  /** What can be said without asking the server. */
  readonly check?: (values: Values, saved: Connector) => Readonly<Record<string, string>>;
}

/** A field that was changed by somebody else while one was typing. */
export interface Meanwhile {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ConnectorForm<Values> {
  readonly values: Values;
  readonly set: (changed: Partial<Values>) => void;
  readonly errors: FormErrors;
  /** What a save would send; undefined where nothing was changed. */
  readonly changes: ConnectorChanges | undefined;
  readonly saved: Connector;
  readonly meanwhile: readonly Meanwhile[];
  readonly isSaving: boolean;
  readonly isJustSaved: boolean;
  readonly save: () => Promise<void>;
  readonly discard: () => void;
  /** Whether what stands there could be sent; if not, the fields say why. */
  readonly checkAll: (of?: Values) => boolean;
  readonly refuse: (error: unknown) => void;
  /** Says something about single fields, or with undefined takes it back. */
  readonly say: (about: Readonly<Record<string, string | undefined>>) => void;
}

const spoken = (about: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(about).flatMap(([name, sentence]) => (sentence === undefined ? [] : [[name, sentence]])));

const NO_ERRORS: FormErrors = { fields: {}, rest: undefined };

/**
 * The fields of one part of a connector's settings. They are sent with the ETag of what was seen, and only what differs from it.
 * When the connector changes meanwhile, what was typed stays, the other fields follow, and what both have changed is told.
 */
export const useConnectorForm = <Values extends object>({
  account,
  connector,
  valuesOf,
  sentOf,
  check = () => ({}),
}: Form<Values>): ConnectorForm<Values> => {
  const client = useQueryClient();
  const { data: latest } = useSuspenseQuery(connectorQuery(account, connector));
  const { mutateAsync, isPending } = useChangeConnector(account, connector);
  const [seen, setSeen] = useState(latest);
  const [values, setValues] = useState(() => valuesOf(latest.data));
  const [errors, setErrors] = useState(NO_ERRORS);
  const [meanwhile, setMeanwhile] = useState<readonly Meanwhile[]>([]);
  const [isJustSaved, setIsJustSaved] = useState(false);

  const stored = (of: Connector): Sent => sentOf(valuesOf(of));
  const told = (names: readonly string[], before: Sent, after: Sent): readonly Meanwhile[] =>
    names.map((name) => ({ name, before: before[name], after: after[name] }));

  if (latest.etag !== seen.etag) {
    setSeen(latest);
    setValues(rebased(values, valuesOf(seen.data), valuesOf(latest.data)));
    const [before, newer] = [stored(seen.data), stored(latest.data)];
    if (!isPending) setMeanwhile(told(contested(before, newer, sentOf(values)), before, newer));
  }

  const sent = sentOf(values);
  const changed = changedFields(stored(seen.data), sent);
  const changes = Object.keys(changed).length === 0 ? undefined : (nested(changed) as ConnectorChanges);

  const checkAll = (of = values): boolean => {
    const fields = check(of, seen.data);
    setErrors({ fields, rest: undefined });
    return Object.keys(fields).length === 0;
  };

  const save = async (): Promise<void> => {
    setIsJustSaved(false);
    if (!checkAll() || changes === undefined) return;
    setMeanwhile([]);
    const now = () => client.getQueryData(connectorQuery(account, connector).queryKey) ?? latest;
    try {
      await mutateAsync({ changes, etag: seen.etag });
      setValues((typed) => rebased(typed, values, valuesOf(now().data)));
      setIsJustSaved(true);
    } catch (error) {
      const isOutdated = error instanceof Problem && error.status === 412;
      if (!isOutdated) return setErrors(fieldErrors(error, sent));
      const [before, newer] = [stored(seen.data), stored(now().data)];
      const theirs = Object.keys(changedFields(before, newer));
      setErrors({ fields: {}, rest: theirs.length === 0 ? text.meanwhile.nothingHere : error.message });
      setMeanwhile(told(theirs, before, newer));
    }
  };

  return {
    ...{ values, errors, changes, meanwhile, isJustSaved, save, checkAll },
    saved: seen.data,
    isSaving: isPending,
    set: (changed) => {
      setValues((typed) => ({ ...typed, ...changed }));
      setIsJustSaved(false);
    },
    discard: () => {
      setValues(valuesOf(seen.data));
      setErrors(NO_ERRORS);
      setMeanwhile([]);
    },
    refuse: (error) => setErrors(fieldErrors(error, sent)),
    say: (about) => setErrors(({ fields, rest }) => ({ fields: spoken({ ...fields, ...about }), rest })),
  };
};
