use rowmill::repair::Guidance;

use super::log::{Case, expect};
use super::{KNOWN_LISTS, LISTS, NAMES, check, found};

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
            (&[LISTS], &["3 × Baden", "Ash, Baden Baden, Elm, Fir"], &[]),
            (&[LISTS], &["3 × Beech", "2 × Cedar", "Ash, Beech Cedar, Elm, Fir"], &[]),
            (&[LISTS], &["3 × Beech", "3 × Cedar", "Ash, Elm, Fir, Gum, Beech Cedar"], &[]),
            (
                &[LISTS],
                &["3 × Yew", "3 × Zelkova", "Ash, Elm, Fir, Yew Zelkova"],
                &["Yew Zelkova → Yew, Zelkova suggested"],
            ),
            // The whole stands elsewhere, or is known.
            (&[LISTS], &["2 × Alpha Beta, Gamma", "2 × Oak, Alpha Beta Gamma"], &[]),
            (
                &[KNOWN_LISTS],
                &["2 × CoreSite, Alpha Beta", "Oak, Alpha Beta CoreSite"],
                &["Alpha Beta CoreSite → Alpha Beta, CoreSite safe"],
            ),
            (
                &[KNOWN_LISTS],
                &["CoreSite, Alpha Beta", "Alpha Beta", "Oak, Alpha Beta CoreSite"],
                &["Alpha Beta CoreSite → Alpha Beta, CoreSite safe"],
            ),
            (
                &[LISTS],
                &["CoreSite, Alpha Beta", "Alpha Beta", "Oak, Alpha Beta CoreSite"],
                &["Alpha Beta CoreSite → Alpha Beta, CoreSite suggested"],
            ),
            // A field of one value.
            (&[NAMES], &["2 × Alpha Beta", "2 × Gamma", "Alpha Beta Gamma"], &[]),
            // A part of one letter, or of two.
            (&[LISTS], &["2 × Alpha Beta, Al", "Oak, Alpha Beta Al"], &["Alpha Beta Al → Alpha Beta, Al safe"]),
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

#[test]
fn what_is_told_of_names_without_a_separator() {
    let case = Case { vocabulary: "{ names: [Alpha Beta Gamma] }", ..Case::default() };
    let rows = ["2 × Alpha Beta, Gamma", "3 × Delta", "Oak, Alpha Beta Gamma", "Oak, Alpha Beta Delta"];
    expect(&case.log("missing-separator", &rows), &[]);
    expect(
        &Case::default().log("missing-separator", &rows),
        &[
            "10:8 Alpha Beta Gamma → Alpha Beta, Gamma safe; `Alpha Beta Gamma` stands nowhere else; as items of their own stand \
           `Alpha Beta` twice and `Gamma` twice",
        ],
    );
}
