import { addAccountEvents } from "./account-events.ts";
import { addAccountQueries } from "./account-queries.ts";
import { addAsOfQueries } from "./as-of-queries.ts";
import { addAttentionQueries } from "./attention-queries.ts";
import { addPrelude } from "./await-position.ts";
import { addConnectorQueries } from "./connector-queries.ts";
import { addEntryQueries } from "./entry-queries.ts";
import { addFacetQueries } from "./facet-queries.ts";
import { addHistoryQueries } from "./history-queries.ts";
import { addHoldQueries } from "./hold-queries.ts";
import { addGroupsOfEntry, addMembershipQueries } from "./membership-queries.ts";
import { addProgressStream } from "./progress-stream.ts";
import type { AddQueries } from "./queries.ts";
import { addReadModelQueries } from "./read-model-queries.ts";
import { addRunChangeQueries } from "./run-change-queries.ts";
import { addSearchQueries } from "./search-queries.ts";
import { addStatisticsQueries } from "./statistics-queries.ts";
import { addSyncQueries } from "./sync-queries.ts";
import { addToldQueries } from "./told-queries.ts";

const ALL: readonly AddQueries[] = [
  addPrelude,
  addAccountQueries,
  addConnectorQueries,
  addSyncQueries,
  addStatisticsQueries,
  addAttentionQueries,
  addToldQueries,
  addRunChangeQueries,
  addHoldQueries,
  addEntryQueries,
  addFacetQueries,
  addSearchQueries,
  addMembershipQueries,
  addGroupsOfEntry,
  addHistoryQueries,
  addAsOfQueries,
  addProgressStream,
  addAccountEvents,
  addReadModelQueries,
];

/** Everything that can be asked of the read model. */
export const addQueries: AddQueries = (app, queries) => {
  for (const add of ALL) add(app, queries);
};
