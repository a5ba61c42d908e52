import { build } from "./build.js";

export const pasted = html => build(html);
