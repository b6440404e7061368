use rowmill::repair::Guidance;

use super::{LISTS, check, found};

#[test]
fn separators_that_lack() {
    check(
        "missing-separator",
        &[
            // Fewer names are better, and of as many the first one is the longer.
            (
                &[LISTS],
                &["2 × Alpha, Beta Gamma Delta, Oak", "2 × Alpha Beta, Gamma, Delta", "Oak, Alpha Beta Gamma Delta"],
                &["Alpha Beta Gamma Delta → Alpha, Beta Gamma Delta safe"],
            ),
            (
                &[LISTS],
                &["2 × Alpha, Beta Gamma, Oak", "2 × Alpha Beta, Gamma", "Oak, Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma suggested"],
            ),
            (
                &[LISTS],
                &["2 × Alpha Beta, Gamma", "Oak, Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma safe"],
            ),
            (
                &[LISTS],
                &["Alpha Beta, Gamma", "Oak, Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma suggested"],
            ),
            (
                &[LISTS],
                &["2 × Alpha Beta, Gamma", "Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma suggested"],
            ),
            (&[LISTS], &["2 × Alpha Beta", "2 × Gamma", "Oak, Alpha Beta Gamma"], &[]),
            (&[LISTS], &["2 × Alpha Beta, Gamma", "Gamma, Alpha Beta Gamma"], &[]),
            // Single words.
            (&[LISTS], &["2 × Alpha, Gamma", "Oak, Alpha Gamma"], &["Alpha Gamma → Alpha, Gamma suggested"]),
            (&[LISTS], &["Alpha, Gamma", "Alpha", "Gamma", "Oak, Alpha Gamma"], &[]),
            (
                &[LISTS],
                &["Alpha, Gamma", "2 × Alpha", "2 × Gamma", "Oak, Alpha Gamma"],
                &["Alpha Gamma → Alpha, Gamma suggested"],
            ),
            (&[LISTS], &["2 × Alpha, Gamma", "Alpha Gamma"], &[]),
            (
                &[LISTS],
                &["3 × Beech", "3 × Cedar", "Ash, Beech Cedar, Elm, Fir"],
                &["Beech Cedar → Beech, Cedar suggested"],
            ),
            (&[LISTS], &["3 × Beech", "3 × Cedar", "Ash, Beech Cedar, Elm"], &[]),
            (&[LISTS], &["3 × Beech", "3 × Cedar", "Ash, Beech Cedar, Fir, Elm"], &[]),
            // A part of one letter.
            (&[LISTS], &["2 × Alpha Beta, C", "Oak, Alpha Beta C"], &[]),
        ],
    );
}

#[test]
fn long_runs_of_names_are_parted_up_to_a_length() {
    let names: Vec<String> = ('a'..='t').map(|letter| format!("Na{letter} Nb{letter}")).collect();
    let parted = |last: &str| {
        let row = format!("| {} |\n", names.join(", "));
        let page = format!("# Page\n\n| A |\n|---|\n{}| Oak, {}{last} |\n", row.repeat(2), names.join(" "));
        found("missing-separator", &[LISTS], &page, &Guidance::default())
    };
    assert_eq!(parted("").len(), 1);
    assert_eq!(parted(" Oak").len(), 0);
}
