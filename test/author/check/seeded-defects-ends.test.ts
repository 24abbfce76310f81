import { describeSeededDefects } from "./seeded-defects.ts";

describeSeededDefects("ends");
