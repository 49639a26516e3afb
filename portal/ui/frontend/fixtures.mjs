// Prints govuk-frontend's own examples (options and the markup they give) in one compact file for the golden test.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const components = join(here, "node_modules/govuk-frontend/dist/govuk/components");
const ours = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).devDependencies["govuk-frontend"];
const result = { version: ours, components: {} };
for (const name of readdirSync(components).sort()) {
  const file = join(components, name, "fixtures.json");
  if (!existsSync(file)) continue;
  const { fixtures } = JSON.parse(readFileSync(file, "utf8"));
  // The markup of components the portal does not have is left out; their names keep the count honest.
  const kept = !["cookie-banner", "feedback", "footer", "generic-header", "header"].includes(name);
  result.components[name] = fixtures.map((fixture) =>
    kept ? { name: fixture.name, options: fixture.options, html: fixture.html } : { name: fixture.name }
  );
}
const lines = Object.entries(result.components).map(
  ([name, list]) => `${JSON.stringify(name)}:[\n${list.map((item) => JSON.stringify(item)).join(",\n")}\n]`
);
console.log(`{"version":${JSON.stringify(ours)},"components":{\n${lines.join(",\n")}\n}}`);
