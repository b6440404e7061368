use rowmill::repair::{Guidance, OutsideColumn};

use super::{KNOWN_LISTS, LISTS, NAMES, check, found, page};

#[test]
fn spellings() {
    check(
        "spelling-variant",
        &[
            // All items of a list in one case, or not all.
            (&[LISTS], &["9 × canvas, jib", "Canvas, iPhone"], &["Canvas → canvas safe"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas, Oak"], &["Canvas → canvas suggested"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas"], &["Canvas → canvas safe"]),
            // Two that stand together, or are codes.
            (&[LISTS], &["5 × CoreSite", "CoreSite, Coresite"], &["Coresite: both stand in one list, or are codes"]),
            (&[KNOWN_LISTS], &["CoreSite, Coresite"], &["Coresite → CoreSite suggested"]),
            (&[KNOWN_LISTS], &["CoreSite", "Coresite"], &["Coresite → CoreSite safe"]),
            (&[LISTS], &["5 × us-east-1", "us-east1"], &["us-east1: both stand in one list, or are codes"]),
            // A first capital.
            (
                &[LISTS],
                &["3 × canvas", "2 × Canvas"],
                &[
                    "Canvas: a first capital may be a matter of style",
                    "Canvas: a first capital may be a matter of style",
                ],
            ),
            (&[LISTS], &["2 × canvas", "Canvas"], &["Canvas → canvas suggested"]),
            (
                &[LISTS],
                &["9 × canvas", "3 × Canvas"],
                &["Canvas → canvas suggested", "Canvas → canvas suggested", "Canvas → canvas suggested"],
            ),
            (&[LISTS], &["9 × canvas", "2 × Canvas"], &["Canvas → canvas safe", "Canvas → canvas safe"]),
            (&[NAMES], &["3 × canvas", "Canvas"], &["Canvas → canvas suggested"]),
            (&[NAMES], &["2 × canvas", "Canvas"], &["Canvas: a first capital may be a matter of style"]),
            (
                &[NAMES],
                &["9 × canvas", "2 × Canvas"],
                &[
                    "Canvas: a first capital may be a matter of style",
                    "Canvas: a first capital may be a matter of style",
                ],
            ),
            // A blank too many.
            (&[LISTS], &["TensorFlow, jib", "Tensor\u{a0}Flow, oak"], &["Tensor\u{a0}Flow → TensorFlow suggested"]),
            (&[LISTS], &["TensorFlow, jib", "Tensor Flow, oak"], &["TensorFlow: neither is more frequent"]),
            // Code, and names of few letters.
            (&[LISTS], &["5 × Kafka", "kAFKA"], &["kAFKA → Kafka suggested"]),
            (&[LISTS], &["4 × Kafka", "kAFKA"], &["kAFKA: either may be code, in which each sign counts"]),
            (&[LISTS], &["5 × Foo", "foo"], &["foo → Foo suggested"]),
            (&[LISTS], &["4 × Foo", "foo"], &[]),
            (&[LISTS], &["5 × Foo", "2 × foo"], &[]),
            // Signs between letters.
            (&[LISTS], &["3 × Hewlett-Packard", "Hewlett Packard"], &["Hewlett Packard → Hewlett-Packard suggested"]),
            (&[LISTS], &["3 × zero-copy", "zerocopy"], &["zerocopy → zero-copy suggested"]),
            (&[LISTS], &["2 × zero-copy", "zerocopy"], &["zerocopy: both stand in one list, or are codes"]),
            (
                &[LISTS],
                &["6 × zero-copy", "2 × zerocopy"],
                &["zerocopy: both stand in one list, or are codes", "zerocopy: both stand in one list, or are codes"],
            ),
            // Accents and acronyms.
            (&[LISTS], &["3 × Zürich", "Zurich"], &["Zurich → Zürich suggested"]),
            (&[LISTS], &["Zürich", "Zurich"], &["Zurich → Zürich suggested"]),
            (&[LISTS], &["3 × Swift", "SWIFT"], &["SWIFT → Swift suggested"]),
            (&[LISTS], &["3 × Airbus", "AIRBUS"], &["AIRBUS → Airbus safe"]),
        ],
    );
}

#[test]
fn the_documents_beside_a_page_are_heard() {
    let rows = ["Oslo, Bodo, Moss", "Core Site, CoreSide", "CoreSite"];
    let beside = |names: &[&str]| {
        let names = names.iter().map(|&name| name.to_owned());
        let guidance =
            Guidance { outside: vec![OutsideColumn::new("other.md", "Names", names)], ..Guidance::default() };
        found("spelling-variant", &[LISTS], &page(1, &rows), &guidance)
    };
    let kept = ["CoreSite: neither is more frequent"];
    assert_eq!(beside(&["Oslo", "Bodo", "Moss", "Core Site"]), ["CoreSite → Core Site suggested"]);
    assert_eq!(beside(&["Oslo", "Bodo", "Core Site", "Kiel"]), ["CoreSite → Core Site suggested"]);
    assert_eq!(beside(&["Oslo", "Kiel", "Core Site"]), kept);
    assert_eq!(beside(&["Oslo", "Bodo", "Moss"]), kept);
}
