//! Characters that are not what they look like, or were read in another encoding.

use super::{Damage, DamageClass, How, Site, Undone, item_at, sites};
use crate::page::View;
use crate::random::Random;

pub(super) const CLASSES: &[DamageClass] = &[
    DamageClass {
        name: "mojibake",
        condition: "an item with a character beyond ASCII, whose UTF-8 is read as Windows-1252",
        report_suffices: false,
        how: How::Page(mojibake),
    },
    DamageClass {
        name: "invisible-character",
        condition: "an item with a word of five letters, in which a zero-width space, a soft hyphen or a byte order mark is put in",
        report_suffices: false,
        how: How::Page(invisible),
    },
    DamageClass {
        name: "homoglyph",
        condition: "an item with a word of five Latin letters, of which one becomes the Cyrillic letter that looks the same",
        report_suffices: false,
        how: How::Page(homoglyph),
    },
    DamageClass {
        name: "unbalanced-parenthesis",
        condition: "an item that ends with its only parenthesis, which loses one of the two signs",
        report_suffices: false,
        how: How::Page(parenthesis),
    },
];

/// Longer items are prose.
const LONGEST: usize = 80;

fn is_short(item: &crate::page::ItemView) -> bool {
    item.is_verbatim && item.text.chars().count() <= LONGEST && !item.text.contains("://")
}

/// The first of the items that a change fits.
fn change(
    view: &View<'_>,
    random: &mut Random,
    change: impl Fn(&str, &mut Random) -> Option<String>,
) -> Option<Damage> {
    let sites = sites(view, random, |view, site: &Site| is_short(item_at(view, *site)));
    sites.into_iter().find_map(|site| {
        let item = item_at(view, site);
        let new = change(&item.text, random).filter(|new| *new != item.text)?;
        Some(Damage::new(item.place.clone(), new, Undone::Reads, &item.text))
    })
}

fn mojibake(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    change(view, random, |text, _| {
        // Emoji and the like would be cut at bytes that Windows-1252 does not have.
        let is_wide = |character: char| {
            !character.is_ascii() && (character < '\u{250}' || ('\u{2010}'..='\u{2122}').contains(&character))
        };
        if !text.contains(is_wide) {
            return None;
        }
        let (read, _, has_errors) = encoding_rs::WINDOWS_1252.decode(text.as_bytes());
        let is_plain = !read.chars().any(|character| ('\u{80}'..='\u{9f}').contains(&character));
        (!has_errors && is_plain).then(|| read.into_owned())
    })
}

/// The start of a word of five letters, and a place within it.
fn inside_word(text: &str, random: &mut Random) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let inside: Vec<usize> = (2..bytes.len()).filter(|&at| (at - 2..at + 3).all(is_letter)).collect();
    random.pick(&inside).copied()
}

fn invisible(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    change(view, random, |text, random| {
        let at = inside_word(text, random)?;
        let sign = random.pick(&['\u{200b}', '\u{ad}', '\u{feff}', '\u{2060}'])?;
        Some(format!("{}{sign}{}", &text[..at], &text[at..]))
    })
}

const LATIN: &str = "aceopxyABCEHKMOPTX";
const CYRILLIC: &str = "асеорхуАВСЕНКМОРТХ";

fn homoglyph(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    change(view, random, |text, random| {
        let at = inside_word(text, random)?;
        let index = LATIN.find(&text[at..=at])?;
        let twin = CYRILLIC.chars().nth(index)?;
        Some(format!("{}{twin}{}", &text[..at], &text[at + 1..]))
    })
}

fn parenthesis(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    change(view, random, |text, random| {
        let inner = text.strip_suffix(')')?;
        let open = inner.find('(')?;
        if inner.matches('(').count() > 1 || inner.contains([')', ',', ';']) || open == 0 {
            return None;
        }
        // Where a name lacks its first sign, it may begin at any word.
        let is_one_word = !inner[open..].contains(' ');
        if is_one_word && random.below(2) == 0 { Some(text.replacen('(', "", 1)) } else { Some(inner.to_owned()) }
    })
}
