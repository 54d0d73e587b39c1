/*
 * Runs Wagtail's own slug controller, cut out of its shipped script, with and without the portal's
 * listener. Arguments: path of Wagtail's core.js, path of vietnamese-slug.js. Standard input: JSON
 * list of titles. Standard output: JSON list of {stock, slug, typed, keeps}: the slug Wagtail alone
 * makes, the slug with the listener, the slug of the title typed into the slug field itself, and
 * whether a page that has this slug still follows its title.
 */
"use strict";
const fs = require("fs");
const vm = require("vm");
const [corePath, listenerPath] = process.argv.slice(2);
const core = fs.readFileSync(corePath, "utf8");

const declaration = core.match(/class (\w+) extends (\w+)\.Controller\{static values=\{allowUnicode:/);
const maps = core.match(/const \w+=\(\.\.\.\w+\)=>\w+\.flat\(1\),\w+=JSON\.parse\('\[\{"LATIN_MAP/);
const config = core.match(/(\w+)\.(\w+)\.ACTIVE_CONTENT_LOCALE/);
if (!declaration || !maps || !config) throw new Error("Wagtail's slug controller has changed");
const [, className, stimulus] = declaration;
const end = core.indexOf("class ", declaration.index + 6);
const source = core.slice(maps.index, end);
const build = new Function(stimulus, config[1], `${source}; return ${className};`);
const Controller = build(
  { Controller: class {} },
  { [config[2]]: { ACTIVE_CONTENT_LOCALE: "vi" } },
);

class Element {
  value = "";
  matches(selector) {
    return selector === '[data-controller~="w-slug"]';
  }
}
const listeners = [];
const document = { addEventListener: (type, run, capture) => listeners.push({ type, run, capture }) };
vm.runInNewContext(fs.readFileSync(listenerPath, "utf8"), { document, Element });
if (!listeners.every(({ capture }) => capture === true)) throw new Error("must capture");
const capture = (type, event) =>
  listeners.filter((one) => one.type === type).forEach(({ run }) => run(event));

const controller = () => {
  const made = new Controller();
  Object.assign(made, {
    element: new Element(),
    allowUnicodeValue: false,
    formattersValue: [],
    localeValue: "vi",
    trimValue: true,
    dispatch: () => {},
  });
  return made;
};
const sync = (type, target, value) => {
  const event = { target, detail: { value }, params: {}, preventDefault: () => {} };
  capture(`w-sync:${type}`, event);
  return event;
};

const results = JSON.parse(fs.readFileSync(0, "utf8")).map((title) => {
  const field = controller();
  const stock = field.urlify({ detail: { value: title } }, { ignoreUpdate: true });
  field.urlify(sync("apply", field.element, title));
  const slug = field.element.value;
  const check = sync("check", field.element, title);
  check.params.compareAs = "urlify";
  const keeps = field.compare(check);
  field.element.value = title;
  capture("blur", { target: field.element });
  field.slugify({});
  return { stock, slug, typed: field.element.value, keeps };
});
process.stdout.write(JSON.stringify(results));
