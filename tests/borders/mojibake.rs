use super::{NAMES, TEXTS, check};

#[test]
fn letters_that_were_misread() {
    check(
        "mojibake",
        &[
            (&[TEXTS], &["GÃ‰ANT"], &["GÃ‰ANT → GÉANT safe"]),
            (&[TEXTS], &["x `GÃ‰ANT`"], &["x GÃ‰ANT → x GÉANT suggested"]),
            (&[TEXTS], &["`GÃ‰ANT`"], &["GÃ‰ANT → GÉANT suggested"]),
            (&[TEXTS], &["x `Ã‰`"], &["x Ã‰: kept"]),
            (&[TEXTS], &["x `Ã‰ y`"], &["x Ã‰ y → x É y suggested"]),
            (&[TEXTS], &["2 × É", "`Ã‰`"], &["Ã‰: kept"]),
            (&[TEXTS], &["x `Ã–sterreich`"], &["x Ã–sterreich: kept"]),
            // Nothing but the signs: unless two other cells have nothing but what they are.
            (&[TEXTS], &["â€™"], &["â€™: kept"]),
            (&[TEXTS], &["’", "â€™"], &["â€™: kept"]),
            (&[TEXTS], &["2 × ’", "â€™"], &["â€™ → ’ suggested"]),
            (&[TEXTS], &["2 × Ö", "Ã–"], &["Ã–: kept"]),
            // What else they may be counts, but for a name that stands elsewhere.
            (&[TEXTS], &["Ã–sterreich"], &["Ã–sterreich → Österreich suggested"]),
            (&[NAMES], &["Österreich", "Ã–sterreich"], &["Ã–sterreich → Österreich safe"]),
            (&[TEXTS], &["Österreich", "Ã–sterreich"], &["Ã–sterreich → Österreich suggested"]),
            (&[TEXTS], &["«pÂ»"], &["«pÂ»: kept"]),
            (&[NAMES], &["«p»", "«pÂ»"], &["«pÂ» → «p» safe"]),
        ],
    );
}

#[test]
fn letters_that_were_lost() {
    check(
        "mojibake",
        &[
            (&[NAMES], &["São Paulo", "S?o Paulo"], &["S?o Paulo → São Paulo suggested"]),
            (&[NAMES], &["São Paulo", "S��o Paulo"], &["S��o Paulo → São Paulo suggested"]),
            (&[TEXTS], &["São Paulo", "S?o Paulo"], &[]),
            (&[NAMES], &["São Paulo", "Sõo Paulo", "S?o Paulo"], &[]),
            (&[NAMES], &["Sao Paulo", "S?o Paulo"], &[]),
            (&[NAMES], &["São Paulo", "S? Paulo"], &[]),
            (&[NAMES, "vocabulary: known"], &["São | Oslo", "Oslo | S?o"], &[]),
            (&[NAMES, "vocabulary: known"], &["São | São", "S?o | Oslo"], &["S?o → São suggested"]),
            (&[NAMES, "vocabulary: known"], &["São | Sõo", "S?o | Oslo"], &["S?o → São suggested"]),
            (&[NAMES], &["S�o é", "S?o é"], &[]),
        ],
    );
}
