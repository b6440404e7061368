use rowmill::repair::Guidance;

use super::log::{Case, expect, log};
use super::{LISTS, NAMES, check};

#[test]
fn slips_of_letters() {
    check(
        "misspelling",
        &[
            // Two letters.
            (
                &[NAMES],
                &["3 × North Philadelphia", "North Philadalpia"],
                &["North Philadalpia → North Philadelphia suggested"],
            ),
            (&[NAMES], &["2 × North Philadelphia", "North Philadalpia"], &[]),
            (&[NAMES], &["9 × North Philadelphia", "2 × North Philadalpia"], &[]),
            // A word of the pages.
            (
                &[NAMES],
                &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Moss Turbines", "Moss Tubrines"],
                &["Moss Tubrines → Moss Turbines suggested"],
            ),
            (
                &[NAMES],
                &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Rauma Turbines", "Moss Tubrines"],
                &["Moss Tubrines → Moss Turbines suggested"],
            ),
            (&[NAMES], &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Moss Tubrines"], &[]),
            (
                &[NAMES],
                &["Moss Tubines", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &["Moss Tubines → Moss Turbines suggested"],
            ),
            (
                &[NAMES],
                &["Moss Tubines", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &[],
            ),
            (
                &[NAMES],
                &["Moss Turbine", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &[],
            ),
            (
                &[NAMES],
                &[
                    "Moss Turbiness",
                    "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines.",
                ],
                &["Moss Turbiness → Moss Turbines suggested"],
            ),
            // One letter.
            (&[NAMES], &["2 × Toronto", "Torotno"], &["Torotno → Toronto suggested"]),
            (&[NAMES], &["Toronto", "Torotno"], &[]),
            (&[NAMES], &["3 × Toronto", "Toroto"], &["Toroto → Toronto suggested"]),
            (&[NAMES], &["2 × Toronto", "Toroto"], &[]),
            (
                &[NAMES],
                &["8 × Toronto", "2 × Torotno"],
                &["Torotno → Toronto suggested", "Torotno → Toronto suggested"],
            ),
            (&[NAMES], &["7 × Toronto", "2 × Torotno"], &[]),
            (&[NAMES], &["9 × Toronto", "3 × Torotno"], &[]),
        ],
    );
}

/// A letter for another one, by what the letters are and how long the word is.
#[test]
fn how_often_a_name_must_stand() {
    check(
        "misspelling",
        &[
            // A vowel for a vowel, a letter for its neighbour.
            (&[NAMES], &["3 × Toronto", "Toranto"], &["Toranto → Toronto suggested"]),
            (&[NAMES], &["2 × Toronto", "Toranto"], &[]),
            (&[NAMES], &["3 × Toronto", "Torobto"], &["Torobto → Toronto suggested"]),
            (&[NAMES], &["11 × Toronto", "2 × Toranto"], &[]),
            (
                &[NAMES],
                &["12 × Toronto", "2 × Toranto"],
                &["Toranto → Toronto suggested", "Toranto → Toronto suggested"],
            ),
            // Any other letter: in words of eight letters, of seven, of less beside other words.
            (&[NAMES], &["3 × Holmgard", "Holmgbrd"], &["Holmgbrd → Holmgard suggested"]),
            (&[NAMES], &["2 × Holmgard", "Holmgbrd"], &[]),
            (&[NAMES], &["5 × Ireland", "Iceland"], &["Iceland → Ireland suggested"]),
            (&[NAMES], &["4 × Ireland", "Iceland"], &[]),
            (&[NAMES], &["5 × Bay Boston", "Bay Bolton"], &["Bay Bolton → Bay Boston suggested"]),
            (&[NAMES], &["4 × Bay Boston", "Bay Bolton"], &[]),
            (&[NAMES], &["40 × Boston", "Bolton"], &[]),
            (&[NAMES], &["40 × Boston", "2 × Bolton"], &[]),
            (&[NAMES], &["10 × boston", "bolton"], &["bolton → boston suggested"]),
            (&[NAMES], &["5 × ireland", "iceland"], &["iceland → ireland suggested"]),
            (&[NAMES], &["5 × bay boston", "bay bolton"], &["bay bolton → bay boston suggested"]),
            (&[NAMES], &["9 × boston", "bolton"], &[]),
            // Words of five letters, that do not begin otherwise, nor have a sign.
            (&[NAMES], &["3 × Bay Turku", "Bay Tukru"], &["Bay Tukru → Bay Turku suggested"]),
            (&[NAMES], &["9 × Bay Oslo", "Bay Olso"], &[]),
            (&[NAMES], &["9 × Bay Gambia", "Bay Zambia"], &[]),
            (&[NAMES], &["9 × Bay T2rku", "Bay T2kru"], &[]),
            (&[NAMES], &["9 × Bay T2rku", "Bay Turku"], &[]),
            (&[NAMES], &["9 × Bay TURKU", "Bay TUKRU"], &[]),
            (&[NAMES], &["9 × Bay Region", "Bay Regions"], &[]),
            (&[NAMES], &["3 × Toronto Port", "Torotno Prot"], &[]),
            // A word by itself that ends otherwise may be a form of it.
            (&[NAMES], &["3 × Sao Paulo", "Sao Paula"], &["Sao Paula → Sao Paulo suggested"]),
            (&[NAMES], &["9 × Paulo", "Paula"], &[]),
            (&[NAMES], &["9 × Toronto", "Toront"], &[]),
            (&[NAMES], &["3 × Toronto", "Torontop"], &["Torontop → Toronto suggested"]),
            (&[NAMES], &["2 × Toronto", "Torontoo"], &["Torontoo → Toronto suggested"]),
            // Two names that it may be.
            (&[NAMES], &["3 × Toronto", "3 × Toroito", "Toroto"], &[]),
            (&[NAMES], &["3 × Toronto", "2 × Toroito", "Toroto"], &["Toroto → Toronto suggested"]),
            (&[LISTS], &["5 × Toronto", "Toronto, Toroto"], &[]),
        ],
    );
}

#[test]
fn what_is_told_of_a_name() {
    let log =
        |vocabulary, rows: &[&str]| Case { vocabulary, columns: &[NAMES], ..Case::default() }.log("misspelling", rows);
    let told =
        "one letter away from `Toronto`, a name of the vocabulary; the page uses `Toronto` 3 times, `Toroto` once";
    expect(&log("{}", &["3 × Toronto", "Toroto"]), &[&format!("8:3 Toroto → Toronto suggested; {told}")]);
    // A word that stands elsewhere.
    expect(
        &log("{}", &["3 × Toronto", "Toroto", "¶ Toroto is a town."]),
        &[&format!("8:3 Toroto stays, not `Toronto`; {told}; but `Toroto` stands elsewhere in the page too")],
    );
    expect(
        &log("{}", &["3 × North Philadelphia", "North Philadalpia"]),
        &[
            "8:3 North Philadalpia → North Philadelphia suggested; two letters away from `North Philadelphia`, a name of the \
           vocabulary; the page uses `North Philadelphia` 3 times, `North Philadalpia` once",
        ],
    );
    // The recipe's names.
    expect(
        &log("{ names: [Toronto] }", &["Toroto"]),
        &[
            "5:3 Toroto → Toronto suggested; one letter away from `Toronto`, the recipe's name; the page uses `Toronto` never, \
           `Toroto` once",
        ],
    );
    expect(&log("{ names: [Toroto] }", &["3 × Toronto", "Toroto"]), &[]);
    expect(&log("{ distinct: [[Toronto, Toroto]] }", &["3 × Toronto", "Toroto"]), &[]);
    // A word of the pages.
    let turbines = ["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Rauma Turbines"];
    expect(
        &log("{}", &[&turbines[..], &["Moss Tubrines"]].concat()),
        &[
            "9:3 Moss Tubrines → Moss Turbines suggested; `Tubrines` stands nowhere else; `Turbines`, a slip away, stands 4 times \
           in the page",
        ],
    );
    expect(&log("{ distinct: [[Moss Turbines, Moss Tubrines]] }", &[&turbines[..], &["Moss Tubrines"]].concat()), &[]);
}

#[test]
fn words_of_the_pages() {
    let often = |word: &str, count: usize| format!("¶ {}.", vec![word; count].join(" "));
    let found = |column: &str, rows: &[&str], word: &str, count: usize| {
        let prose = often(word, count);
        let log = Case { columns: &[column], ..Case::default() }.log("misspelling", &[rows, &[&prose]].concat());
        log.iter().map(|line| line.split_once("; ").expect("reasons").0[4..].to_owned()).collect::<Vec<_>>()
    };
    let check = |text: &str, word: &str, count: usize, expected: &str| {
        let told = if expected.is_empty() { Vec::new() } else { vec![format!("{text} → {expected} suggested")] };
        assert_eq!(found(NAMES, &[text], word, count), told, "{text}, and {word} {count} times");
    };
    // Two letters that changed places, or one that stands twice: four times, six letters.
    check("Moss Harobr", "harbor", 4, "Moss Harbor");
    check("Moss Harobr", "harbor", 3, "");
    check("moss harobr", "harbor", 4, "moss harbor");
    check("Moss Harbbor", "harbor", 4, "Moss Harbor");
    check("Moss Waetr", "water", 9, "");
    check("Moss HarObr", "harbor", 9, "");
    check("Moss Harobr!", "harbor", 9, "");
    check("Moss Harobr, Harobr", "harbor", 9, "");
    check("Moss Harobr Habror", "harbor", 9, "");
    check("Moss Harbro", "harbor", 9, "");
    check("Moss Labeled", "labelled", 9, "");
    // A letter more or less: eight times, seven letters.
    check("Moss Harbour", "harbor", 9, "");
    check("Moss Hrbors", "harbors", 9, "");
    check("Moss Hrborsid", "harborsid", 8, "Moss Harborsid");
    check("Moss Hrborsid", "harborsid", 7, "");
    check("Moss Landomark", "landmark", 8, "Moss Landmark");
    check("Moss Landsmark", "landmark", 8, "");
    check("One Moss Landomark by the sea and more", "landmark", 8, "");
    check("One Moss Landmmark by the sea and more", "landmark", 8, "One Moss Landmark by the sea and more");
    check("Moss Landimark", "landomark", 9, "");
    // Twice, and beside what it may be meant for.
    assert_eq!(found(NAMES, &["2 × Moss Harobr"], "harbor", 9), [""; 0]);
    assert_eq!(
        found(LISTS, &["Moss Harobr, Oslo", "Moss Harbor"], "harbor", 3),
        ["Moss Harobr → Moss Harbor suggested"]
    );
    assert_eq!(found(LISTS, &["Moss Harobr, Moss Harbor"], "harbor", 3), [""; 0]);
    // Two words that it may be.
    assert_eq!(found(NAMES, &["Moss Harobr"], "harbor haorbr", 4), [""; 0]);
    assert_eq!(found(NAMES, &["Moss Harobr"], "harbor haorbr", 3), [""; 0]);
}

#[test]
fn names_of_other_columns() {
    let case = Case { vocabulary: "{}, others: {}", columns: &[NAMES, "vocabulary: others"], ..Case::default() };
    let check = |rows: &[&str], expected: &[&str]| expect(&case.log("misspelling", rows), expected);
    let told = |place: &str, own: &str| {
        format!(
            "{place} Toranto → Toronto suggested; one letter away from `Toronto`, a name of the vocabulary; the page uses \
             `Toronto` {own}, `Toranto` once"
        )
    };
    check(&["Toranto | Kiel", "3 × Oslo | Toronto"], &[&told("5:3", "3 times")]);
    check(&["Toranto | Kiel", "2 × Oslo | Toronto"], &[]);
    check(&["Toranto | Kiel", "Toronto | Kiel", "2 × Oslo | Toronto"], &[&told("5:3", "once")]);
    check(&["Toranto | Kiel", "Toronto | Kiel", "Oslo | Toronto"], &[]);
    // What stands in two of them says nothing of the others.
    check(
        &["Toranto | Toranto", "3 × Oslo | Toronto"],
        &[
            "5:13 Toranto stays, not `Toronto`; one letter away from `Toronto`, a name of the vocabulary; the page uses `Toronto` \
           3 times, `Toranto` once; but `Toranto` stands elsewhere in the page too",
        ],
    );
}

const PORTS: &str = "vocabularies: { port: {}, call: {} }
datasets:
  ports:
    tables: [{ under: Ports }]
    primary_key: [port]
    fields: [{ name: port, from: Port, vocabulary: port }]
  ferries:
    tables: [{ under: Ferries }]
";

/// What is told of ferries that call at ports.
fn of_ferries(keys: &str, vocabulary: &str, ports: &[&str], calls: &[&str]) -> Vec<String> {
    let rows = |cells: &[&str]| cells.iter().map(|cell| format!("| {cell} |\n")).collect::<String>();
    let page = format!("# Ferries\n\n| Call |\n|---|\n{}\n# Ports\n\n| Port |\n|---|\n{}", rows(calls), rows(ports));
    let recipe = format!("{PORTS}{keys}    fields: [{{ name: call, from: Call, vocabulary: {vocabulary} }}]\n");
    log("misspelling", &recipe, &page, &Guidance::default())
}

#[test]
fn names_that_a_foreign_key_demands() {
    let keys = "    foreign_keys: [{ fields: [call], reference: { resource: ports, fields: [port] } }]\n";
    let check = |ports: &[&str], calls: &[&str], expected: &[&str]| {
        expect(&of_ferries(keys, "port", ports, calls), expected);
    };
    let told = |from: &str, to: &str, grade: &str| {
        format!(
            "5:3 {from} → {to} {grade}; one letter away from `{to}`, a key of the table that this one refers to, which lacks the \
             name as written; the page uses `{to}` once, `{from}` once"
        )
    };
    // Eight letters of both, and no other letter.
    check(&["Gothburg"], &["Gothbrug"], &[&told("Gothbrug", "Gothburg", "safe")]);
    check(&["Gothburg"], &["Gothbuurg"], &[&told("Gothbuurg", "Gothburg", "safe")]);
    check(&["Gothburg"], &["Gothbrg"], &[&told("Gothbrg", "Gothburg", "suggested")]);
    check(&["Gothbrg"], &["Gothburg"], &[&told("Gothburg", "Gothbrg", "suggested")]);
    check(&["Gothburg"], &["Gothbung"], &[&told("Gothbung", "Gothburg", "suggested")]);
    // A key is none for a slip; one that stands elsewhere may be one.
    check(&["Gothburg", "Gothbrug"], &["Gothbrug"], &[]);
    let twice = "7:3 Gothbrug → Gothburg suggested; one letter away from `Gothburg`";
    let found = of_ferries(keys, "port", &["Gothburg"], &["Kiel", "Oslo", "Gothbrug", "Gothbrug"]);
    assert!(
        found.len() == 2 && found.iter().all(|line| line[4..].starts_with(&twice[4..].replace("suggested", "safe"))),
        "{found:?}"
    );
    check(&["Gothburg"], &["Kiel", "Gothbrug Bay"], &[]);
    // A name that is no key is not demanded.
    check(
        &["Kiel"],
        &["Gothburg", "Gothburg", "Gothburg", "Gothbrug"],
        &[
            "8:3 Gothbrug → Gothburg suggested; one letter away from `Gothburg`, a name of the vocabulary; the page uses \
           `Gothburg` 3 times, `Gothbrug` once",
        ],
    );
    check(&["Gothburg", "Gothbrug Bay"], &["Gothbrug"], &[&told("Gothbrug", "Gothburg", "suggested")]);
}

#[test]
fn names_that_are_likely_keys() {
    let ports = ["Gothenburg", "Trelleborg", "Kiel", "Travemunde", "Rostock"];
    let check = |calls: &[&str], expected: &[&str]| expect(&of_ferries("", "call", &ports, calls), expected);
    let told = "9:3 Gothenbrg → Gothenburg suggested; one letter away from `Gothenburg`, a key of the table that has nearly all of \
                the column's values; the page uses `Gothenburg` once, `Gothenbrg` once";
    check(&["Trelleborg", "Kiel", "Travemunde", "Rostock", "Gothenbrg"], &[told]);
    check(&["Trelleborg", "Kiel", "Travemunde", "Oslo", "Gothenbrg"], &[]);
    check(&["Trelleborg", "Kiel", "Travemunde", "Rostock", "Gothenbrg", "Gothenbrg"], &[]);
    // A name that is no key is one of the column.
    let ports = [&ports[..], &["Aarhus", "Bergen", "Turku"]].concat();
    let calls = [&ports[..], &["Stavanger", "Stavanger", "Stavagner"]].concat();
    expect(
        &of_ferries("", "call", &ports, &calls),
        &[
            "15:3 Stavagner → Stavanger suggested; one letter away from `Stavanger`, a name of the vocabulary; the page uses \
           `Stavanger` twice, `Stavagner` once",
        ],
    );
}
