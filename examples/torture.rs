//! Writes the torture dataset in every format, with what must be read back, for `tests/cross-readers.py` and
//! `tests/cross-readers.mjs`.
//!
//! `torture.expected.txt` needs no reader that could be wrong too: a line per record, tab-separated; `n` is a missing value,
//! `b` a boolean, `i` and `f` numbers, `s` a text as hexadecimal UTF-8, `l` a list of these with commas. Its first line
//! holds the field names.

#[path = "../tests/torture/mod.rs"]
mod torture;

use std::error::Error;
use std::path::PathBuf;

use rowmill::emit::{FORMATS, Files, write_folder};
use rowmill::schema::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: cargo run --example torture -- FOLDER")?);
    let dataset = torture::dataset();
    let mut files: Files =
        FORMATS.iter().map(|format| (format.file_name(&dataset), format.to_bytes(&dataset))).collect();
    let names = dataset.schema().fields.iter().map(|field| hexadecimal(&field.name));
    let rows = dataset.records().iter().map(|record| record.values.iter().map(|cell| expected(&cell.value)).collect());
    let lines = std::iter::once(names.collect()).chain(rows).map(|fields: Vec<String>| fields.join("\t") + "\n");
    files.insert("torture.expected.txt".into(), lines.collect::<String>().into_bytes());
    write_folder(&folder, &files)?;
    Ok(())
}

fn expected(value: &Value) -> String {
    match value {
        Value::Null => "n".into(),
        Value::Boolean(value) => format!("b{value}"),
        Value::Integer(value) => format!("i{value}"),
        Value::Number(value) => format!("f{value:e}"),
        Value::String(text) => hexadecimal(text),
        Value::List(values) => format!("l{}", values.iter().map(expected).collect::<Vec<_>>().join(",")),
    }
}

fn hexadecimal(text: &str) -> String {
    "s".to_owned() + &text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()
}
