//! The addresses that a style sheet loads something from (CSS Syntax Level 3, 4.3).
//!
//! Reads comments, strings, escapes and functions as browsers do. A string is an address behind `@import` and in
//! functions that load; `@namespace` names, and loads nothing.

use crate::place::Span;

/// An address, unescaped, and where it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub value: String,
    pub span: Span,
}

/// Functions whose strings are addresses.
const LOADING: [&str; 5] = ["url", "src", "image", "image-set", "-webkit-image-set"];

/// The addresses of a style sheet, in order.
pub fn addresses(css: &str) -> Vec<Address> {
    let mut reader = Reader { css, at: 0, rule: String::new(), open: Vec::new(), found: Vec::new() };
    while let Some(c) = reader.peek() {
        reader.token(c);
    }
    reader.found
}

struct Reader<'a> {
    css: &'a str,
    at: usize,
    /// The at-rule whose beginning is being read.
    rule: String,
    /// The functions and parentheses that are open; a parenthesis has no name.
    open: Vec<String>,
    found: Vec<Address>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.css[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    fn token(&mut self, c: char) {
        match c {
            '/' if self.rest().starts_with("/*") => {
                self.at += self.rest().find("*/").map_or(self.rest().len(), |end| end + 2);
            }
            '"' | '\'' => self.string(c),
            '@' => {
                self.skip(c);
                self.rule = self.name();
            }
            '#' => {
                self.skip(c);
                self.name();
            }
            c if is_name(c) || c == '\\' => self.word(c),
            _ => {
                self.skip(c);
                match c {
                    '(' => self.open.push(String::new()),
                    ')' => drop(self.open.pop()),
                    '{' | '}' | ';' if self.open.is_empty() => self.rule.clear(),
                    _ => {}
                }
            }
        }
    }

    /// A name, or the beginning of a function.
    fn word(&mut self, first: char) {
        let from = self.at;
        let name = self.name();
        if self.at == from {
            return self.skip(first);
        }
        if self.peek() != Some('(') {
            return;
        }
        self.skip('(');
        let inside = self.rest().trim_start();
        let is_bare = name == "url" && !inside.starts_with(['"', '\'']);
        self.open.push(name);
        if is_bare {
            self.at = self.css.len() - inside.len();
            let (value, span) = self.until(|c| c == ')' || c.is_ascii_whitespace());
            self.add(value, span);
        }
    }

    fn string(&mut self, quote: char) {
        self.skip(quote);
        let (value, span) = self.until(|c| c == quote || c == '\n');
        if self.peek() == Some(quote) {
            self.skip(quote);
        }
        let is_import = self.rule == "import" && self.open.is_empty();
        if is_import || self.open.last().is_some_and(|name| LOADING.contains(&name.as_str())) {
            self.add(value, span);
        }
    }

    fn add(&mut self, value: String, span: Span) {
        if self.rule != "namespace" {
            self.found.push(Address { value, span });
        }
    }

    /// A name in lower case, unescaped; empty where none stands here.
    fn name(&mut self) -> String {
        self.until(|c| !is_name(c)).0.to_ascii_lowercase()
    }

    /// What stands before the first character that ends it, unescaped.
    fn until(&mut self, ends: impl Fn(char) -> bool) -> (String, Span) {
        let (from, mut value) = (self.at, String::new());
        while let Some(c) = self.peek() {
            if c == '\\' {
                match self.escape() {
                    Some(escaped) => value.push(escaped),
                    // A line that goes on, or the end of the file.
                    None if self.at == self.css.len() => break,
                    None => {}
                }
            } else if ends(c) {
                break;
            } else {
                self.skip(c);
                value.push(c);
            }
        }
        (value, Span::new(from, self.at))
    }

    /// The character that an escape stands for; none for an escaped line break.
    fn escape(&mut self) -> Option<char> {
        self.skip('\\');
        let digits: String = self.rest().chars().take(6).take_while(char::is_ascii_hexdigit).collect();
        if let Ok(number) = u32::from_str_radix(&digits, 16) {
            self.at += digits.len();
            if let Some(space) = self.peek().filter(char::is_ascii_whitespace) {
                self.skip(space);
            }
            return Some(char::from_u32(number).filter(|c| *c != '\0').unwrap_or('\u{fffd}'));
        }
        let escaped = self.peek()?;
        self.skip(escaped);
        (escaped != '\n').then_some(escaped)
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_' || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(css: &str, expect: &[&str]) {
        let found = addresses(css);
        assert_eq!(found.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), expect, "{css}");
        for Address { value, span } in found.iter().filter(|one| !css.contains('\\') && !one.value.is_empty())
        {
            assert_eq!(&css[span.range()], value);
        }
    }

    #[test]
    fn whatever_is_loaded_is_found() {
        check(
            "@import \"a.css\";@IMPORT url(b.css) screen;@import url('c.css');",
            &["a.css", "b.css", "c.css"],
        );
        check("a{background:url( //h/x.png ) no-repeat,url(\"d ata\")}", &["//h/x.png", "d ata"]);
        check("@font-face{src:local(\"Arial\"),url(f.woff2) format(\"woff2\")}", &["f.woff2"]);
        check("a{background:image-set(\"x.png\" 1x,url(y.png) 2x type(\"image/png\"))}", &["x.png", "y.png"]);
        check("a{background:src(\"z.png\")}:root{--x:url(v.png)}", &["z.png", "v.png"]);
        check("@import /* x */ 'a' layer(b);", &["a"]);
    }

    #[test]
    fn escapes_hide_nothing() {
        check("@\\69mport '\\68ttp://h';", &["http://h"]);
        check("a{background:u\\72 l(\\68 ttp://h)}", &["http://h"]);
        check("a{background:URL(ht\\\ntp)}", &["http"]);
        check("a{b:\\75\\52\\4c('x')}", &["x"]);
        check("@import \"\\0000068ttps://h\"", &["\u{6}8ttps://h"]);
    }

    #[test]
    fn what_loads_nothing_is_none() {
        for css in [
            "/* url(a) @import 'b' */",
            "a::after{content:\"url(a) http://h\"}",
            "@namespace svg url(http://www.w3.org/2000/svg);@namespace \"http://h\";@namespace url(\"http://h\");",
            "a[href^=\"http://h\"]{color:red}",
            "@charset \"utf-8\";#url{}",
            "@import;a{content:'x'}",
            "a{b:\\",
            "/*",
            "\"",
            "",
        ] {
            check(css, &[]);
        }
        // What is cut off is read as far as it goes, as browsers do.
        check("a{b:url(x", &["x"]);
        check("@import 'x", &["x"]);
    }
}
