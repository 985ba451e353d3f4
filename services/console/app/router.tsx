import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { accountsQuery } from "./api/queries.ts";
import { queryClient } from "./api/query-client.ts";
import { NotFoundPage, ProblemPage } from "./pages/ErrorPages.tsx";
import { oneOf, optionalText } from "./search-params.ts";
import { roleIn, sessionQuery } from "./session/session.ts";
import { AccountLayout } from "./shell/Shell.tsx";

/** Every page, with what its address may hold. A page is fetched when somebody goes there. */
const root = createRootRouteWithContext<{ readonly queryClient: typeof queryClient }>()({ component: Outlet });

const page = lazyRouteComponent;

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.signedIn) throw redirect({ to: "/sign-in" });
    const [first] = await context.queryClient.ensureQueryData(accountsQuery);
    if (first !== undefined) throw redirect({ to: "/$account/connectors", params: { account: first.id }, replace: true });
  },
  component: page(() => import("./pages/NoAccount.tsx"), "NoAccount"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search) => ({
    ...optionalText(search, "to"),
    ...oneOf(search, "error", ["signInExpired", "signInDeclined", "signInRefused", "sessionTooLarge", "issuerAway"]),
  }),
  loader: ({ context }) => context.queryClient.ensureQueryData(sessionQuery),
  component: page(() => import("./pages/SignIn.tsx"), "SignIn"),
});

const sessionLink = createRoute({
  getParentRoute: () => root,
  path: "/session/link",
  component: page(() => import("./pages/SessionLink.tsx"), "SessionLink"),
});

const sessionDone = createRoute({
  getParentRoute: () => root,
  path: "/session/done",
  component: page(() => import("./pages/SessionDone.tsx"), "SessionDone"),
});

/** Everything inside an account stands in the shell, and only for those who are signed in. */
const account = createRoute({
  getParentRoute: () => root,
  path: "/$account",
  beforeLoad: async ({ context, params, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.signedIn) throw redirect({ to: "/sign-in", search: { to: location.href } });
    return { role: roleIn(session, params.account) };
  },
  component: AccountLayout,
});

const connect = createRoute({
  getParentRoute: () => account,
  path: "connect",
  component: page(() => import("./pages/connect/Tasks.tsx"), "Tasks"),
});

const prepare = createRoute({
  getParentRoute: () => account,
  path: "connect/prepare",
  component: page(() => import("./pages/connect/Prepare.tsx"), "Prepare"),
});

const connectDirectory = createRoute({
  getParentRoute: () => account,
  path: "connect/directory",
  component: page(() => import("./pages/connect/Connect.tsx"), "Connect"),
});

const connectSummary = createRoute({
  getParentRoute: () => account,
  path: "connect/summary/$connector",
  component: page(() => import("./pages/connect/Summary.tsx"), "Summary"),
});

const connectors = createRoute({
  getParentRoute: () => account,
  path: "connectors",
  component: page(() => import("./pages/connectors/Connectors.tsx"), "Connectors"),
});

const connector = createRoute({
  getParentRoute: () => account,
  path: "connectors/$connector",
  component: page(() => import("./pages/connector/ConnectorLayout.tsx"), "ConnectorLayout"),
});

const overview = createRoute({
  getParentRoute: () => connector,
  path: "/",
  validateSearch: (search) => oneOf(search, "period", ["week", "quarter", "year"]),
  component: page(() => import("./pages/connector/Overview.tsx"), "Overview"),
});

const runs = createRoute({
  getParentRoute: () => connector,
  path: "runs",
  validateSearch: (search) => oneOf(search, "show", ["changed", "failed"]),
  component: page(() => import("./pages/connector/Runs.tsx"), "Runs"),
});

const run = createRoute({
  getParentRoute: () => account,
  path: "connectors/$connector/runs/$run",
  validateSearch: (search) => ({
    ...optionalText(search, "q"),
    ...oneOf(search, "change", ["created", "updated", "moved", "disabled", "enabled", "removed", "restored", "reclassified"]),
    ...oneOf(search, "kind", ["user", "group", "contact"]),
  }),
  component: page(() => import("./pages/run/Run.tsx"), "RunPage"),
});

const holds = createRoute({
  getParentRoute: () => connector,
  path: "holds",
  component: page(() => import("./pages/connector/holds/Holds.tsx"), "Holds"),
});

const hold = createRoute({
  getParentRoute: () => account,
  path: "connectors/$connector/holds/$hold",
  validateSearch: (search) => optionalText(search, "under"),
  component: page(() => import("./pages/connector/holds/Hold.tsx"), "HoldPage"),
});

const scope = createRoute({
  getParentRoute: () => connector,
  path: "scope",
  component: page(() => import("./pages/connector/scope/Scope.tsx"), "Scope"),
});

const schedule = createRoute({
  getParentRoute: () => connector,
  path: "schedule",
  component: page(() => import("./pages/connector/schedule/Schedule.tsx"), "Schedule"),
});

const connectorSettings = createRoute({
  getParentRoute: () => connector,
  path: "settings",
  component: page(() => import("./pages/connector/settings/Settings.tsx"), "Settings"),
});

const accountSettings = createRoute({
  getParentRoute: () => account,
  path: "settings",
  component: page(() => import("./pages/settings/AccountSettings.tsx"), "AccountSettings"),
});

const entryList = (search: Record<string, unknown>) => ({
  ...optionalText(search, "q"),
  ...oneOf(search, "state", ["active", "disabled", "removed"]),
  ...optionalText(search, "connector"),
  ...oneOf(search, "sort", ["-name", "email", "-email"]),
});

const people = createRoute({
  getParentRoute: () => account,
  path: "people",
  // Also empty: those without a department.
  validateSearch: (search) => ({
    ...entryList(search),
    ...(search.department === "" ? { department: "" } : optionalText(search, "department")),
  }),
  component: page(() => import("./pages/people/People.tsx"), "People"),
});

const groups = createRoute({
  getParentRoute: () => account,
  path: "groups",
  validateSearch: entryList,
  component: page(() => import("./pages/groups/Groups.tsx"), "Groups"),
});

const why = createRoute({
  getParentRoute: () => account,
  path: "why",
  validateSearch: (search) => ({ ...optionalText(search, "q"), ...optionalText(search, "connector") }),
  component: page(() => import("./pages/why/Why.tsx"), "Why"),
});

const entryPage = {
  getParentRoute: () => account,
  validateSearch: (search: Record<string, unknown>) => ({
    ...oneOf(search, "tab", ["memberships", "members", "history"]),
    ...oneOf(search, "show", ["nested"]),
    ...optionalText(search, "at"),
  }),
  component: page(() => import("./pages/entry/Entry.tsx"), "EntryPage"),
};

const person = createRoute({ ...entryPage, path: "people/$entry" });
const group = createRoute({ ...entryPage, path: "groups/$entry" });

const routes = root.addChildren([
  home,
  signIn,
  sessionLink,
  sessionDone,
  account.addChildren([
    connectors,
    connector.addChildren([overview, runs, holds, scope, schedule, connectorSettings]),
    run,
    hold,
    connect,
    prepare,
    connectDirectory,
    connectSummary,
    people,
    person,
    groups,
    group,
    why,
    accountSettings,
  ]),
]);

export const router = createRouter({
  routeTree: routes,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: ProblemPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
