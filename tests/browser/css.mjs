// Reads a style sheet as it is written, so that a test can compare it with what a browser made of it.

/**
 * The rules of a style sheet, in their order: each with its head, its declarations and the rules inside it.
 * @param {string} source
 */
export function parse(source) {
  const css = source.replace(/\/\*.*?\*\//gs, comment => comment.replace(/[^\n]/g, ' '));
  let at = 0;
  const line = () => css.slice(0, at).split('\n').length;
  const block = () => {
    const inside = { declarations: [], rules: [] };
    for (;;) {
      const found = /[^;{}"']*(?:(?:"[^"]*"|'[^']*')[^;{}"']*)*/y;
      found.lastIndex = at;
      const [text] = found.exec(css);
      at += text.length;
      const end = css[at];
      at += 1;
      if (text.trim()) {
        if (end === '{') inside.rules.push({ line: line(), head: text.trim().replace(/\s+/g, ' '), ...block() });
        else {
          const [, name, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/s.exec(text);
          inside.declarations.push({ line: line(), name, value });
        }
      }
      if (end === '}' || end === undefined) return inside;
    }
  };
  return block().rules;
}

/** All rules, those inside others too, each with the heads that it stands in. */
export const flat = (rules, within = []) => rules.flatMap(rule => [{ ...rule, within }, ...flat(rule.rules, [...within, rule.head])]);
