//! Files that an earlier run wrote, or somebody else: data, lock files, baselines.

use rowmill::emit::{DATA_EXTENSIONS, Format, read_data};
use rowmill::report::read_baseline;
use rowmill::shape::Shape;

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target = Target {
    name: "data",
    summary: "data, lock files and baselines are refused, or read back as they were written",
    run,
};

fn run(input: &[u8]) {
    let Some((choice, rest)) = input.split_first() else { return };
    let text = text(rest);
    let _ = read_baseline("baseline.json", &text);
    if let Ok(shape) = Shape::from_lock("rowmill.lock", &text) {
        let written = shape.to_lock();
        let read = Shape::from_lock("rowmill.lock", &written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(read.to_lock(), written);
    }
    let extension = DATA_EXTENSIONS[usize::from(*choice) % DATA_EXTENSIONS.len()];
    for table in read_data("data", "data", extension, &text).into_iter().flatten() {
        let written = Format::named("json").expect("a format").to_string(&table.dataset);
        let read = read_data("data", "data", "json", &written).unwrap_or_else(|error| panic!("{written}: {error}"));
        let again: String =
            read.iter().map(|table| Format::named("json").expect("a format").to_string(&table.dataset)).collect();
        assert!(read.is_empty() || again == written, "{text:?}: {written} is read as {again}");
    }
}
