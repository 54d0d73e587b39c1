// node structured_data.mjs TOOLS FOLDER: what the validator says of the JSON-LD of every page in
// FOLDER, as JSON: {file: [{severity, type, message}]}. It knows what search engines ask for.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [tools, folder] = process.argv.slice(2);
const installed = (file) => import(pathToFileURL(path.join(tools, "node_modules", file)));
const { default: Validator } = await installed("@adobe/structured-data-validator/src/index.js");
const extractor = (await installed("@marbec/web-auto-extractor/dist/index.js")).default;

const told = {};
for (const file of fs.readdirSync(folder)) {
  const html = fs.readFileSync(path.join(folder, file), "utf8");
  const Extractor = extractor.default ?? extractor;
  const data = new Extractor({ addLocation: true, embedSource: ["rdfa", "microdata"] }).parse(html);
  told[file] = (await new Validator().validate(data)).map((issue) => ({
    severity: issue.severity,
    type: (issue.path ?? []).map((step) => step.type ?? step.property).join("."),
    message: issue.issueMessage,
  }));
}
process.stdout.write(JSON.stringify(told));
