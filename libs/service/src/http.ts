import type { AddressInfo } from "node:net";
import swagger from "@fastify/swagger";
import { fastify } from "fastify";
import { createJsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { Registry } from "prom-client";
import * as z from "zod";
import { answerNotFound, errorAnswerer, type ProblemOf } from "./answer-errors.ts";
import { type Auth, guardRoutes } from "./auth.ts";
import { addHealth } from "./health.ts";
import type { Log } from "./log.ts";
import { measureHttp, openMetrics } from "./metrics.ts";

const LARGEST_BODY_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;
const CLOSE_GRACE_MS = 3_000;

export interface HttpOptions {
  readonly name: string;
  readonly log: Log;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly ready: () => boolean | Promise<boolean>;
  /** With it every route says its role or that it is open; without it all are open. */
  readonly auth?: Auth;
  readonly openapi?: {
    readonly title: string;
    readonly path: string;
    /** What the service posts to others, by the name of each. */
    readonly webhooks?: Readonly<Record<string, z.ZodType>>;
  };
  readonly metrics?: Registry;
  readonly problemOf?: ProblemOf;
  readonly register?: (app: HttpApp) => void | Promise<void>;
}

/** A fastify instance whose schemas are zod's. */
export type HttpApp = Awaited<ReturnType<typeof openApp>>;

export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
}

/** Listens: the routes that `register` adds, `/healthz`, `/readyz`, `/metrics`, and the API's description when asked for. */
export const startHttp = async (options: HttpOptions): Promise<HttpServer> => {
  const { name, log, host, port, ready, auth, metrics = openMetrics(name), openapi, register } = options;
  const app = await openApp(options);
  measureHttp(app, metrics);
  if (auth !== undefined) guardRoutes(app, auth);
  addHealth(app, ready, metrics);
  if (openapi !== undefined) app.get(openapi.path, { config: { open: true }, schema: { hide: true } }, () => app.swagger());
  await register?.(app);
  await app.listen({ host, port });

  const { port: taken } = app.server.address() as AddressInfo;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${taken}`;
  log.info({ url }, "listening");
  return {
    port: taken,
    url,
    [Symbol.asyncDispose]: async () => {
      // Streams of events never end by themselves.
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
      await app.close();
      clearTimeout(cut);
    },
  };
};

const openApp = async ({ name, log, openapi, problemOf = () => undefined }: HttpOptions) => {
  const answerError = errorAnswerer(log, problemOf);
  const app = fastify({
    bodyLimit: LARGEST_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A request is logged below, by its route; fastify's own lines hold the path, and with it what people search for.
    logger: false,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: answerError,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    reply.header("x-content-type-options", "nosniff");
  });
  app.addHook("onResponse", async ({ method, routeOptions, id }, { statusCode, elapsedTime }) => {
    if (routeOptions.config.open === true) return;
    log.info({ method, route: routeOptions.url, status: statusCode, durationMs: Math.round(elapsedTime), requestId: id }, "answered");
  });
  if (openapi !== undefined) await describeApi(app, name, openapi);
  return app;
};

const describeApi = async (
  app: { readonly register: ReturnType<typeof fastify>["register"] },
  name: string,
  { title, webhooks = {} }: NonNullable<HttpOptions["openapi"]>,
) => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title, description: `Answered by ${name}.`, version: "1" },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
      security: [{ bearer: [] }],
      ...(Object.keys(webhooks).length === 0 ? {} : { webhooks: describeWebhooks(webhooks) }),
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { target: "draft-2020-12" } }),
  });
};

const describeWebhooks = (webhooks: Readonly<Record<string, z.ZodType>>) =>
  Object.fromEntries(
    Object.entries(webhooks).map(([name, body]) => {
      const { $schema: _, ...schema } = z.toJSONSchema(body, { target: "draft-2020-12" });
      const requestBody = { content: { "application/json": { schema } } };
      return [name, { post: { requestBody, responses: { "2XX": { description: "It was taken; anything else is tried again" } } } }];
    }),
  ) as object;
