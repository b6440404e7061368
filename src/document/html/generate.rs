//! Generates HTML tables as people and programs write them, the same for the same seed or the same choices.
//!
//! It must not know what a table should read as. Anything that could be misread is one more fragment.

/// What rows and cells begin and end with, more often right than wrong.
#[rustfmt::skip]
const STRUCTURE: &[&str] = &[
    "<tr>", "<tr>", "<tr>", "<tr>", "</tr>", "</tr>", "<td>", "<td>", "<td>", "<td>", "<th>", "<th>", "</td>", "</td>",
    "</th>", "<thead>", "</thead>", "<tbody>", "</tbody>", "<tfoot>", "</tfoot>", "<caption>", "</caption>", "<col>",
    "<colgroup>", "</colgroup>", "<td colspan=2>", "<td rowspan=2>", "<td rowspan=3 colspan=2>", "<td rowspan=0>",
    "<th colspan='3'>", "<TD RowSpan=\"2\">", "<td colspan=0>", "<td colspan=x>", "<td rowspan=' +2px'>", "<th scope=row>",
    "<td colspan=100>", "<td\nclass='a>b'>", "<tr a=\"<td>\">", "<td/>", "</table>", "<table>", "<table border=1>",
];

/// What stands in cells.
#[rustfmt::skip]
const CONTENT: &[&str] = &[
    "a", "b c", "é😀", " ", "\n", "  d\n e ", "&amp;", "&eacute;", "&nbsp;", "&lt", "&#x41;", "&", "&x;", "<", "< f", "<br>", "<br/>",
    "</br>", "<p>", "</p>", "<p>g</p>", "<ul><li>h<li>i</ul>", "<div>j</div>", "<b>", "</b>", "<i>k</i>", "<a href='/l?m&amp;n'>o</a>",
    "<a href=p>", "</a>", "<code>", "</code>", "<code>q  r</code>", "<pre>s\n t</pre>", "<img alt='u v'>", "<img src=w>", "<sup>1</sup>",
    "<span>", "</span>", "<!-- <td>x -->", "<!---->", "<script>'<td>'</script>", "<style>td {}</style>", "<input type=checkbox>", "**y**",
    "|", "`z`", "<h2>1</h2>", "</ 2>", "<?3>", "</>", "<hr>", "<center>4</center>", "<details><summary>5</summary>6</details>",
];

/// Markdown between blank lines.
#[cfg(test)]
#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "a *b*", "- c\n- d\n  - e", "1. f\n\n   g", "```\nh <td>\n\n```", "## i", "| j | k |\n|---|---|\n| l | m |", "> n\no", "p</td><td>q",
    "[r](/s) <b>t</b>", "    <td>u</td>", "***", "`</td>` v", "<td>w", "</td>", "</table>", "<table><tr><td>", "- <table><tr><td>x\n\ny",
];

/// What a page puts before its lines.
#[cfg(test)]
const PREFIXES: &[(&str, &str)] = &[("", ""), ("", ""), ("> ", "> "), ("- ", "  "), ("1. > ", "   > ")];

/// A source of pages: choices that somebody made, and then xorshift64*.
pub(in crate::document) struct Generator {
    choices: std::vec::IntoIter<u8>,
    state: u64,
}

impl Generator {
    #[cfg(test)]
    pub(super) fn new(seed: u64) -> Self {
        let mut generator =
            Self { choices: Vec::new().into_iter(), state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 };
        generator.next();
        generator
    }

    /// A source that takes the first of everything once the choices are used up.
    pub(in crate::document) fn by(choices: &[u8]) -> Self {
        Self { choices: Vec::from(choices).into_iter(), state: 0 }
    }

    fn next(&mut self) -> u64 {
        if let Some(choice) = self.choices.next() {
            return choice.into();
        }
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

    /// One HTML block that starts with a table: half of the time one as it should be, with faults in between.
    pub(in crate::document) fn block(&mut self) -> String {
        let faults = self.below(4);
        let mut block = String::new();
        for _ in 0..=self.below(2) {
            block.push_str("<table>");
            self.rows(&mut block, faults, 2);
            if self.below(6) > 0 {
                block.push_str("</table>");
            }
        }
        while block.contains("\n\n") {
            block = block.replace("\n\n", "\n");
        }
        block
    }

    fn rows(&mut self, block: &mut String, faults: usize, depth: usize) {
        let header = self.below(3);
        let columns = 1 + self.below(4);
        for row in 0..self.below(6) {
            let ends = self.below(3) > 0;
            block.push_str(if row == 0 && header == 1 { "<thead>\n<tr>" } else { "<tr>" });
            for _ in 0..columns {
                self.fault(block, faults);
                let tag = if row == 0 && header > 0 { "th" } else { "td" };
                let span = self.one_of(&["", "", "", "", "", "", " colspan=2", " rowspan=2", " rowspan=3"]);
                block.push_str(&format!("<{tag}{span}>"));
                self.content(block, faults, depth);
                block.push_str(&if ends { format!("</{tag}>") } else { String::new() });
            }
            block.push_str(if ends { "</tr>\n" } else { "" });
            block.push_str(if row == 0 && header == 1 { "</thead>" } else { "" });
        }
    }

    fn content(&mut self, block: &mut String, faults: usize, depth: usize) {
        for _ in 0..self.below(4) {
            block.push_str(self.one_of(CONTENT));
        }
        self.fault(block, faults);
        if depth > 0 && self.below(12) == 0 {
            block.push_str("<table>");
            self.rows(block, faults, depth - 1);
            block.push_str("</table>");
        }
    }

    fn fault(&mut self, block: &mut String, faults: usize) {
        if self.below(20) < faults {
            let choices = if self.below(3) == 0 { CONTENT } else { STRUCTURE };
            block.push_str(self.one_of(choices));
        }
    }

    /// A page of blocks with Markdown between them, in a container or not. Some fragments can be left out.
    #[cfg(test)]
    pub(super) fn page(&mut self, left_out: &[&str]) -> String {
        let mut page = String::new();
        for _ in 0..=self.below(3) {
            let block = self.block();
            page.push_str(&left_out.iter().fold(block, |block, fragment| block.replace(fragment, " ")));
            page.push_str(self.one_of(&["\n\n", "\n\n", "\n"]));
            page.push_str(self.one_of(MARKDOWN));
            page.push_str("\n\n");
        }
        if self.below(2) == 0 {
            // Not within a tag, but also within a comment.
            let is_closed = |before: &str| before.rfind('<') < before.rfind('>') || before.ends_with("<!-- ");
            let is_tag = |at: &usize| is_closed(&page[..*at]);
            let tags: Vec<usize> = page.match_indices('<').map(|(at, _)| at).filter(is_tag).collect();
            page.insert_str(tags.get(self.below(tags.len().max(1))).copied().unwrap_or(0), "\n\n");
        }
        let (mut prefix, home) = PREFIXES[self.below(PREFIXES.len())];
        let mut lines = String::new();
        for line in page.lines() {
            lines.push_str(prefix);
            lines.push_str(line);
            lines.push_str(if home == "> " { "\r\n" } else { "\n" });
            prefix = home;
        }
        lines
    }
}
