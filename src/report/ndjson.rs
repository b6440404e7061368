//! The style `ndjson`: one line of JSON per finding, for programs that read line by line.
//!
//! ```json
//! {"code":"duplicate-item","severity":"error","message":"`100G` is listed twice","path":"locations.md","line":3,…}
//! ```
//!
//! Each line is an object as `json.rs` specifies it, in the order of the pages. Without findings there is no line. It adds nothing but the
//! line ends.

use std::io;

use super::json::findings;
use super::safe_json::on_one_line;
use super::{Appearance, Report, Style};

/// The style `ndjson`.
pub(super) const STYLE: Style =
    Style { name: "ndjson", summary: "one line of JSON per finding", fits_screen: false, write };

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    findings(report).try_for_each(|finding| writeln!(out, "{}", on_one_line(&finding)))
}
