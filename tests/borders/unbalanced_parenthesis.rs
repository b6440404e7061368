use super::{LISTS, NAMES, TEXT_LISTS, TEXTS, check};

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

#[test]
fn texts_that_are_no_names() {
    check(
        "unbalanced-parenthesis",
        &[
            // Code, brackets, smileys, counting letters, long texts.
            (&[LISTS], &["2 × Bay (north)", "Bay (north"], &["Bay (north → Bay (north) safe"]),
            (&[TEXTS], &["x `Bay (north`"], &[]),
            (&[LISTS], &["2 × Bay (north)", "`Bay (north`"], &[]),
            (&[LISTS], &["2 × Bay (north)", "Bay (north, [0"], &[]),
            (&[NAMES], &["2 × a (1)", "a (1"], &[]),
            (&[NAMES], &["2 × ab (1)", "ab (1"], &["ab (1 → ab (1) safe"]),
            (&[LISTS], &["Oak, Ba (north"], &["Ba (north → Ba (north) suggested"]),
            (&[LISTS], &["Oak, 1 (2"], &[]),
            (&[LISTS], &["Oak, Bay :("], &[]),
            (&[LISTS], &["Oak, Bay ;-)"], &[]),
            (&[LISTS], &["Oak, Bay =)"], &[]),
            (&[LISTS], &["Oak, Bay <b (north"], &[]),
            (&[LISTS], &["Oak, Bay \"b (north"], &[]),
            (&[LISTS], &["Oak, Bay 'b (north"], &[]),
            (&[LISTS], &["Oak, ) Bay"], &[") Bay? manual"]),
            (&[LISTS], &["Oak, (x) Bay north)"], &["(x) Bay north) → (x) Bay (north) suggested"]),
            (
                &[TEXTS],
                &["Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bcde"],
                &[
                    "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bcde → Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bcde) suggested",
                ],
            ),
            (&[TEXTS], &["Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bcde"], &[]),
        ],
    );
}

#[test]
fn parentheses_pair_over_a_whole_cell() {
    check(
        "unbalanced-parenthesis",
        &[
            (&[LISTS], &["Oak (a, b) Bay"], &[]),
            (&[LISTS], &["Oak) a, (b Bay"], &["(b Bay? manual"]),
            (&[LISTS], &["Oak (a (b, Elm"], &["Oak (a (b? manual"]),
            (&[LISTS], &["Bay (a), Oak (b, Elm (c)"], &["Oak (b? manual"]),
            (&[LISTS], &["Oak, Bay (a) b) c"], &["Bay (a) b) c? manual"]),
            (&[LISTS], &["Oak, Bay (a (b"], &["Bay (a (b? manual"]),
        ],
    );
}

#[test]
fn the_name_as_it_stands_elsewhere() {
    check(
        "unbalanced-parenthesis",
        &[
            (&[LISTS], &["3 × Bay north", "Bay (north"], &["Bay (north → Bay north safe"]),
            (&[NAMES], &["Bay (north)", "Bay (north"], &["Bay (north → Bay (north) suggested"]),
            (&[NAMES], &["2 × Bay (north)", "Bay (north"], &["Bay (north → Bay (north) safe"]),
            (&[LISTS], &["2 × Bay (north)", "Bay (north), Bay (north"], &["Bay (north → Bay (north) suggested"]),
            (&[NAMES], &["Bay (north)", "2 × Bay north", "Bay (north"], &["Bay (north → Bay north safe"]),
            (&["vocabulary: known"], &["CoreSite)"], &["CoreSite) → CoreSite safe"]),
        ],
    );
}

#[test]
fn what_ends_a_name() {
    check(
        "unbalanced-parenthesis",
        &[
            (&[NAMES], &["Bay (north"], &["Bay (north → Bay (north) suggested"]),
            (&[TEXTS], &["Bay (north"], &["Bay (north → Bay (north) suggested"]),
            (&[TEXTS], &["Bay (see"], &[]),
            (&[TEXTS], &["Bay (north and"], &[]),
            (&[NAMES], &["Bay (north and"], &["Bay (north and: kept"]),
            (&[TEXTS], &["Ba (n"], &["Ba (n → Ba (n) suggested"]),
            (&[TEXTS], &["B1 (2"], &[]),
            (&[TEXTS], &["1B (2"], &[]),
            (&[TEXTS], &["Bay (!"], &[]),
            (&[TEXTS], &["Bay (north!"], &[]),
            (&[TEXTS], &["Bay (a b c d e f"], &["Bay (a b c d e f → Bay (a b c d e f) suggested"]),
            (&[TEXTS], &["Bay (a b c d e f g"], &[]),
            // A known name follows, or a line ends.
            (&[LISTS], &["2 × Elm", "Bay (north, Elm"], &["Bay (north → Bay (north) suggested"]),
            (&[LISTS], &["1 × Elm", "Bay (north, Elm"], &["Bay (north → Bay (north) suggested"]),
            (&[LISTS], &["2 × Elm (x)", "Bay (north, Elm (x)"], &["Bay (north? manual"]),
            (&[LISTS], &["Bay (north<br>Elm"], &["Bay (north → Bay (north) suggested"]),
            (&[LISTS], &["Bay (north, Elm<br>Oak"], &["Bay (north? manual"]),
            (&[TEXT_LISTS], &["Bay (north, Elm"], &[]),
            (&[TEXT_LISTS], &["Elm, Bay (north"], &["Bay (north → Bay (north) suggested"]),
        ],
    );
}

#[test]
fn what_closes_a_name_twice_or_out_of_place() {
    check(
        "unbalanced-parenthesis",
        &[
            (&[TEXTS], &["Bay (north))"], &["Bay (north)) → Bay (north) suggested"]),
            (&[TEXTS], &["Bay (north) )"], &["Bay (north) ) → Bay (north) suggested"]),
            (&[TEXTS], &["Bay (north)) west"], &[]),
            (&[NAMES], &["Bay (north)) west"], &["Bay (north)) west? manual"]),
            (&[NAMES], &["Bay north) west"], &["Bay north) west? manual"]),
            (&[TEXTS], &["Bay north) west"], &[]),
            (&[TEXTS], &["Bay north west)"], &[]),
            (&[NAMES], &["Bay north west)"], &["Bay north west)? manual"]),
        ],
    );
}

#[test]
fn a_parenthesis_that_opens_nowhere() {
    check(
        "unbalanced-parenthesis",
        &[
            // Other names of the column, or of the vocabulary, end so.
            (
                &[TEXTS],
                &["Old Hall (open sea)", "Old Bay open sea)"],
                &["Old Bay open sea) → Old Bay (open sea) suggested"],
            ),
            (&[TEXTS], &["Old Hall (open) sea", "Old Bay open)"], &[]),
            (
                &[NAMES, NAMES],
                &["Old Hall (open sea) | Oslo", "Oslo | Old Bay open sea)"],
                &["Old Bay open sea) → Old Bay (open sea) suggested"],
            ),
            (&[NAMES, TEXTS], &["Old Hall (open sea) | Oslo", "Oslo | Old Bay open sea)"], &[]),
            (&[TEXTS], &["Old Hall (x) (open)", "Old Long Bay open)"], &[]),
            // The words before have its letters.
            (&[TEXTS], &["Old Mountain Time MT)"], &["Old Mountain Time MT) → Old Mountain Time (MT) suggested"]),
            (&[TEXTS], &["Old Mountain time MT)"], &["Old Mountain time MT) → Old Mountain time (MT) suggested"]),
            (&[TEXTS], &["Old Mountain-Time MT)"], &["Old Mountain-Time MT) → Old Mountain-Time (MT) suggested"]),
            (&[TEXTS], &["Old Mountain Time TM)"], &["Old Mountain Time TM) → Old Mountain Time (TM) suggested"]),
            (&[TEXTS], &["Old Mountain Time T)"], &[]),
            (&[TEXTS], &["Old Mountain Time mt)"], &[]),
            (
                &[TEXTS],
                &["Old 2 Mountain 3 Time MT)"],
                &["Old 2 Mountain 3 Time MT) → Old 2 Mountain 3 Time (MT) suggested"],
            ),
            // One word before, unless it is one of several.
            (&[TEXTS], &["Bay north)"], &["Bay north) → Bay (north) suggested"]),
            (&[TEXTS], &["Bay norths)"], &[]),
            (&[TEXTS], &["Old Bay north)"], &[]),
            (&[TEXTS], &["B north)"], &[]),
            // Short names in capitals.
            (&[TEXTS], &["Old Bay of X/Y-Z)"], &["Old Bay of X/Y-Z) → Old Bay of (X/Y-Z) suggested"]),
            (&[TEXTS], &["Old Bay of X1)"], &[]),
            (&[TEXTS], &["Old Bay of X)"], &[]),
            (&[TEXTS], &["OLD BAY OF XY)"], &[]),
            // The others hold one word each, three of them.
            (
                &[TEXTS],
                &["A (one)", "B (two)", "C (three)", "Old Bay of north)"],
                &["Old Bay of north) → Old Bay of (north) suggested"],
            ),
            (&[TEXTS], &["A (one)", "B (two)", "Old Bay of north)"], &[]),
            (&[TEXTS], &["A (one)", "B (two)", "C (three)", "D (four five)", "Old Bay of north)"], &[]),
        ],
    );
}

#[test]
fn a_line_of_several_that_lacks_its_end() {
    check(
        "unbalanced-parenthesis",
        &[
            (&[TEXTS], &["Tank (low<br>Oil"], &["Tank (low\nOil → Tank (low)\nOil suggested"]),
            (&[TEXTS], &["Tank<br>Oil (low<br>Gas"], &["Tank\nOil (low\nGas → Tank\nOil (low)\nGas suggested"]),
            (&[TEXTS], &["Tank<br>O (low<br>Gas"], &["Tank\nO (low\nGas: kept"]),
            (&[TEXTS], &["Tank (low<br>O (and<br>Gas"], &[]),
        ],
    );
}
