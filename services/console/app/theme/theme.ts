import { createTheme, type MantineColorsTuple } from "@mantine/core";

const gray: MantineColorsTuple = [
  "#fafafa",
  "#f4f4f5",
  "#e9e9ec",
  "#dcdce0",
  "#c6c6cc",
  "#8f8f98",
  "#62626b",
  "#4b4b53",
  "#36363c",
  "#1a1a1d",
];

const dark: MantineColorsTuple = [
  "#ececee",
  "#d4d4d8",
  "#a9a9b2",
  "#8c8c96",
  "#46464d",
  "#38383e",
  "#29292e",
  "#17171a",
  "#111113",
  "#0b0b0d",
];

const accent: MantineColorsTuple = [
  "#eff3fe",
  "#dfe7fb",
  "#bccdf7",
  "#96b1f2",
  "#7b9cee",
  "#5c83e8",
  "#4672e0",
  "#3864d6",
  "#2f5bd0",
  "#2449ab",
];

const MONOSPACED = "ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Neutral greys and one accent; what a status looks like is in theme.css. The shades are those with enough contrast (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 8, dark: 8 },
  colors: { gray, dark, accent },
  black: "#1a1a1d",
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: MONOSPACED,
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1rem", lineHeight: "1.4" },
      h3: { fontSize: "0.875rem", lineHeight: "1.45" },
    },
  },
  defaultRadius: "md",
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    Tooltip: {
      defaultProps: {
        ...{ withArrow: true, openDelay: 200, events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320 },
        // Inside a landmark: there a screen reader looks for what belongs to the page.
        portalProps: { target: "main" },
      },
    },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, withinPortal: false } },
    Modal: {
      defaultProps: { closeButtonProps: { "aria-label": "Close" }, centered: true, transitionProps: { duration: 120 } },
      styles: { title: { fontWeight: 600 } },
    },
  },
});
