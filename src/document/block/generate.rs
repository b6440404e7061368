//! Generates table-like documents, the same for the same seed.
//!
//! It must not know what a document should read as. Anything that could be misread is one more fragment.

/// What containers put before a line.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "> ", ">", "> ", ">\t", "- ", "* ", "+\t", "1. ", "2) ", "10. ", "-   ", "-     ", " ", "  ", "   ", "    ", "\t",
    "[^1]: ", "[^b]:", "  - ", " > ",
];

/// Containers that most lines of a document stay in: what opens them, and what goes on with them.
#[rustfmt::skip]
const HOMES: &[(&str, &str)] = &[
    ("", ""), ("", ""), ("", ""), ("> ", "> "), ("- ", "  "), ("1. ", "   "), ("- ", "\t"), ("[^1]: ", "    "),
    ("> - ", ">   "), ("- > ", "  > "), (">\t- ", "> \t  "), ("> > ", ">> "), ("-\t", "\t"), ("10)  ", "     "),
    ("* - ", "    "),
];

/// Whole lines, more of tables than of anything else.
#[rustfmt::skip]
const LINES: &[&str] = &[
    "", "", "", " ", "\t", "a", "b c", "| a | b |", "| a | b |", "a | b", "a|b|c", "| a", "a |", "|---|---|",
    "|---|---|", "--|--", "|:-:|", ":-", "-:", "--- | ---", "|\t:-\t|-\t|", "|-|", "| - | - | - |", "- | -", "-|",
    "|", "||", "| |", "| 1 | 2 | 3 | 4 |", "| `a|b` | c\\|d |", "\\|", "a \\\\| b", "| -- -- |", "|: -|", "---",
    "===", "-", "=", "--", "# h", "## h ##", "#", "#\t|", "####### x", "```", "``` a|b", "~~~", "````", "<div>",
    "</table>", "<br>", "<a | b>", "<b c='|'>", "<!-- | -->", "<!-- |", "-->", "<pre>", "</pre>", "<?a", "?>", "<!A",
    "<![CDATA[", "]]>", "[a]: b", "[c]: <d> 'e'", "[f]:", "[g]: h \"i", "j\"", "(k)", "'l' m", "[a]", "[^1]: | x |",
    "[^1]:", "***", "- - -", "* * *", "_ _ _ a", "1.", "2. x", "1) y", "-", "+", "* z", "> q", ">", "    code",
    "\tcode", "     | a |", "&#124;", "a | b\t", "é|ü", "| a | b |\u{b}", "\u{c}| a |", "|\u{b}-\u{c}|", "+++", "...",
];

/// Lines that make a table if nothing prevents it.
#[rustfmt::skip]
const TABLES: &[&[&str]] = &[
    &["| a | b |", "|---|---|", "| 1 | 2 |"], &["a | b", "-|-"], &["a | b", "-|:-", "1", "2 | 3 | 4"],
    &["x", ":-", "1"], &["a | b", "|---|", "|---|---|"], &["text", "| a |", "|:-:|", "| `1|2` |"],
    &["[a]: b", "c | d", "--|--", "1 | 2"], &["| a |", "\t|-|"], &["| a | b |", "|---|---|", "    | 1 |", "| 2 |"],
    &["a\\|b | c", "|\t-\t|-:|", "| 1 \\| 2 |"], &["| a | b |", "|---|---|", "|"],
    &["|a|b|", "|-|-|", "||", "|||", "| 1"], &["---", "a: b", "---"],
];

/// What lines are made of at random.
#[rustfmt::skip]
const ATOMS: &[&str] = &[
    "|", "|", "|", "|", "-", "-", "-", "--", ":", ":", " ", " ", " ", "\t", "a", "b", "\\", "`", "*", ">", "#", "[",
    "]", "(", ")", "<", ">", "=", "+", "1.", "'", "\"", "é", "\u{b}", "\0", "!", "/", "^", "~", "[a]:", "\u{a0}",
    "```",
];

/// A number of documents.
pub(crate) fn documents(count: u64) -> impl Iterator<Item = String> {
    (1..=count).map(|seed| Generator::new(seed).document())
}

/// A source of documents (xorshift64*). No two seeds near each other give similar documents.
pub(super) struct Generator {
    state: u64,
}

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        let mut generator = Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 };
        generator.next();
        generator
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    pub(super) fn document(&mut self) -> String {
        let mut document = String::new();
        if self.below(50) == 0 {
            document.push('\u{feff}');
        }
        let end = self.one_of(&["\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n"]);
        let (mut prefix, home) = HOMES[self.below(HOMES.len())];
        let mut table: &[&str] = &[];
        for _ in 0..=self.below(12) {
            document.push_str(if self.below(5) > 0 { prefix } else { "" });
            prefix = home;
            table = if self.below(8) == 0 { TABLES[self.below(TABLES.len())] } else { table };
            match table.split_first() {
                Some((line, rest)) if self.below(12) > 0 => {
                    document.push_str(line);
                    table = rest;
                }
                _ => self.add_line(&mut document),
            }
            document.push_str(end);
        }
        let is_ended = self.below(8) > 0;
        document.truncate(document.len() - if is_ended { 0 } else { end.len() });
        document
    }

    fn add_line(&mut self, document: &mut String) {
        for _ in 0..self.below(5).saturating_sub(2) {
            document.push_str(self.one_of(PREFIXES));
        }
        if self.below(4) > 0 {
            return document.push_str(self.one_of(LINES));
        }
        for _ in 0..self.below(9) {
            document.push_str(self.one_of(ATOMS));
        }
    }
}
