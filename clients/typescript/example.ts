// A copy of the portal in memory, in TypeScript. The types come from the portal's own description:
//   npx openapi-typescript https://portal.example/api/v1/openapi.json --output portal.d.ts

import type { components, operations } from "./portal";

type SyncPage = components["schemas"]["SyncShape"];
type Upsert = components["schemas"]["Upsert"];
type Status = components["schemas"]["StatusShape"];
type Problem = components["schemas"]["ProblemShape"];
type ProductList = operations["listProducts"]["responses"][200]["content"]["application/json"];
type ListParameters = NonNullable<operations["listProducts"]["parameters"]["query"]>;
type Item = Upsert["data"];

export class PortalError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
  }

  get isResyncRequired(): boolean {
    return this.problem.type.endsWith("/resync-required");
  }
}

const pause = (seconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, seconds * 1000));

async function get<T>(portal: string, path: string, parameters: object = {}): Promise<T> {
  const address = new URL(`/api/v1/${path}`, portal);
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) address.searchParams.append(name, String(one));
    }
  }
  for (;;) {
    const response = await fetch(address);
    if (response.status === 429 || response.status === 503) {
      await pause(Number(response.headers.get("Retry-After") ?? 5));
      continue;
    }
    if (!response.ok) throw new PortalError((await response.json()) as Problem);
    return (await response.json()) as T;
  }
}

// Canonical JSON (RFC 8785). JavaScript's own numbers and strings are its definition already.
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const object = value as Record<string, unknown>;
  const pairs = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`);
  return `{${pairs.join(",")}}`;
}

export async function digestOf(item: Item): Promise<string> {
  const { rev, digest, changed_at, ...digested } = item;
  const bytes = new TextEncoder().encode(canonical(digested));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Mirror {
  readonly items = new Map<string, Upsert>();
  private cursor: string | undefined;
  private seen: Set<string> | undefined = new Set(); // ids of a full synchronisation under way

  constructor(readonly portal: string) {}

  async pull(): Promise<void> {
    for (;;) {
      let page: SyncPage;
      try {
        page = await get<SyncPage>(this.portal, "sync", { cursor: this.cursor, limit: 500 });
      } catch (error) {
        if (!(error instanceof PortalError && error.isResyncRequired)) throw error;
        this.cursor = undefined;
        this.seen = new Set();
        continue;
      }
      for (const entry of page.items) {
        if (entry.op === "delete") {
          this.items.delete(entry.id);
        } else {
          this.items.set(entry.id, entry);
          this.seen?.add(entry.id);
        }
      }
      this.cursor = page.next_cursor;
      if (page.has_more) continue;
      // Only now is certain that what was not named is not public any more.
      if (this.seen) {
        for (const id of this.items.keys()) if (!this.seen.has(id)) this.items.delete(id);
        this.seen = undefined;
      }
      return;
    }
  }

  async isExact(): Promise<boolean> {
    const status = await get<Status>(this.portal, "sync/status");
    let combined = 0n;
    for (const entry of this.items.values()) {
      combined ^= BigInt(`0x${await digestOf(entry.data)}`);
    }
    return (
      this.items.size === status.live_count &&
      combined.toString(16).padStart(64, "0") === status.live_digest
    );
  }
}

// Filters and answers are typed: a misspelt one is an error before the portal is asked.
export async function starredProducts(portal: string): Promise<string[]> {
  const asked: ListParameters = { locale: "vi", view: "card", limit: 100 };
  const found = await get<ProductList>(portal, "products", asked);
  return found.items.map((item) => item.url);
}
