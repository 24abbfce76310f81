export { hasResourceAttribute } from "./has-resource-attribute.ts";
export { SpanSampler, type SpanSamplerOptions, type SpanWatch } from "./span-sampler.ts";
export type { SpanSelection } from "./span-tally.ts";
export type { SpanCounts } from "./watched-spans.ts";
