import "@mantine/core/styles.css";
import "./theme/theme.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/query-client.ts";
import { router } from "./router.tsx";
import { SessionEnd } from "./session/SessionEnd.tsx";
import { theme } from "./theme/theme.ts";

// What Mantine writes into the page while it runs carries the nonce of the page's security policy; so do the styles of the
// package that stops the page behind a dialog from scrolling, which asks for it by this name.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
Object.assign(globalThis, { __webpack_nonce__: nonce });

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <SessionEnd />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
