//! The reference page of codes, as Markdown: what each finding, check and rule means.
//!
//! The page is written from the same lists as `rowmill explain`, so that it says the same. It knows names and texts, and
//! not what they are names of.

use crate::diagnostic::Finding;

/// A page with a section per group, in the given order: a table of its codes, then what each means.
///
/// ```
/// use rowmill::diagnostic::FINDINGS;
/// use rowmill::report::reference_page;
///
/// let page = reference_page(&[("Findings", FINDINGS.to_vec())]);
/// assert!(page.contains("| [`missing-cell`](#missing-cell) | a row has fewer cells than the header |"));
/// ```
pub fn reference_page(groups: &[(&str, Vec<Finding>)]) -> String {
    let sections: Vec<String> = groups.iter().map(|(heading, codes)| section(heading, codes)).collect();
    format!(
        "# Codes\n\nWhat the code in the brackets of a finding means, or the rule of a repair. `rowmill explain CODE` prints the same;\n\
         `rowmill explain --markdown` writes this page.\n\n{}",
        sections.join("\n")
    )
}

fn section(heading: &str, codes: &[Finding]) -> String {
    let mut text = format!("## {heading}\n\n| Code | In one line |\n|---|---|\n");
    for Finding { code, summary, .. } in codes {
        text.push_str(&format!("| [`{code}`](#{code}) | {} |\n", summary.replace('|', "\\|")));
    }
    for Finding { code, summary, explanation } in codes {
        // `Before:` and `After:` stand on lines of their own.
        let explanation = explanation.trim_end().replace("\nAfter:", "\\\nAfter:");
        text.push_str(&format!("\n### {code}\n\n*{summary}*\n\n{explanation}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_line_and_a_section() {
        let odd =
            Finding { code: "odd-cell", summary: "a | is odd", explanation: "Mend it.\n\nBefore: `a`\nAfter:  `b`" };
        let page = section("Findings", &[odd]);
        assert_eq!(
            page,
            "## Findings\n\n| Code | In one line |\n|---|---|\n| [`odd-cell`](#odd-cell) | a \\| is odd |\n\
             \n### odd-cell\n\n*a | is odd*\n\nMend it.\n\nBefore: `a`\\\nAfter:  `b`\n"
        );
    }
}
