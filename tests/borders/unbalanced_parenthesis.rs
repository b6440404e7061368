use super::{LISTS, TEXTS, check};

#[test]
fn parentheses() {
    check(
        "unbalanced-parenthesis",
        &[
            // Which words count, and are no names.
            (&[LISTS], &["Oak, Bay Town (north"], &["Bay Town (north → Bay Town (north) suggested"]),
            (&[LISTS], &["Oak, (x) Town (north"], &["(x) Town (north → (x) Town (north) suggested"]),
            (&[LISTS], &["Oak, abc) first thing"], &[]),
            (&[LISTS], &["Oak, abcd) first thing"], &["abcd) first thing? manual"]),
            // What ends a name, so that the other half stands there.
            (
                &[LISTS],
                &["2 × Boston", "Richmond (Surrey, Boston"],
                &["Richmond (Surrey → Richmond (Surrey) suggested"],
            ),
            (&[LISTS], &["Boston", "Richmond (Surrey, Boston"], &["Richmond (Surrey → Richmond (Surrey) suggested"]),
            (&[LISTS], &["Richmond (Surrey, Boston"], &["Richmond (Surrey? manual"]),
            (&[LISTS], &["3 × Newport (Wales)", "Richmond (Surrey, Newport (Wales)"], &["Richmond (Surrey? manual"]),
            (&[LISTS], &["Richmond (Surrey<br>Kew"], &["Richmond (Surrey → Richmond (Surrey) suggested"]),
            (&[TEXTS], &["Boat race (planned"], &["Boat race (planned → Boat race (planned) suggested"]),
            (&[TEXTS], &["Boat race (and"], &[]),
            (&[TEXTS], &["B (planned"], &[]),
            (
                &[TEXTS],
                &["Boat race (one two three four five six"],
                &["Boat race (one two three four five six → Boat race (one two three four five six) suggested"],
            ),
            (&[TEXTS], &["Boat race (one two three four five six seven"], &[]),
            (&[TEXTS], &["Boat race (planned:"], &[]),
            // A line of several.
            (
                &[TEXTS],
                &["Tank<br>Depth charge (low<br>Oil"],
                &["Tank\nDepth charge (low\nOil → Tank\nDepth charge (low)\nOil suggested"],
            ),
            (&[TEXTS], &["Depth charge (low<br>Oil"], &["Depth charge (low\nOil → Depth charge (low)\nOil suggested"]),
            (&[TEXTS], &["Depth charge (and<br>Oil"], &["Depth charge (and\nOil: kept"]),
            // Two that close one, and one that nothing opens.
            (&[LISTS], &["Oak, Washington (Durham))"], &["Washington (Durham)) → Washington (Durham) suggested"]),
            (&[LISTS], &["Oak, Washington (Durham)) West"], &["Washington (Durham)) West? manual"]),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "A3 (Surrey)", "Whitby Old Harbour north)"],
                &["Whitby Old Harbour north) → Whitby Old Harbour (north) suggested"],
            ),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "Whitby Old Harbour north)"],
                &["Whitby Old Harbour north)? manual"],
            ),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "A3 (Surrey)", "A4 (the sea)", "Whitby Old Harbour north)"],
                &["Whitby Old Harbour north)? manual"],
            ),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "A3 (Surrey)", "Whitby) Old Harbour (north)"],
                &["Whitby) Old Harbour (north)? manual"],
            ),
            (
                &[TEXTS],
                &["Grass Court Top open)", "Hall (open)"],
                &["Grass Court Top open) → Grass Court Top (open) suggested"],
            ),
            (&[TEXTS], &["Mountain Time MT)"], &["Mountain Time MT) → Mountain Time (MT) suggested"]),
            (&[TEXTS], &["Mountain Time Zone AB)"], &["Mountain Time Zone AB) → Mountain Time Zone (AB) suggested"]),
            (&[TEXTS], &["MOUNTAIN TIME ZONE AB)"], &[]),
            (&[TEXTS], &["Mountain time)"], &["Mountain time) → Mountain (time) suggested"]),
            (&[TEXTS], &["Mountain times)"], &[]),
            // The name that stands elsewhere.
            (&[LISTS], &["2 × Newport (Wales)", "Newport (Wales"], &["Newport (Wales → Newport (Wales) safe"]),
            (&[LISTS], &["Newport (Wales)", "Newport (Wales"], &["Newport (Wales → Newport (Wales) suggested"]),
        ],
    );
}
