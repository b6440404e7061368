//! Repairs as findings: what stands there, what it should read, why, and how to go on.

use super::summary::{plural, quoted};
use rowmill::repair::{Grade, Repair, Ruling};
use rowmill::{Diagnostic, Severity};

/// A repair as a finding. `named` is what a command about it must name beside it, with a blank before it.
pub(super) fn repair_finding(repair: &Repair, severity: Severity, named: &str) -> Diagnostic {
    let id = format!("{}{named}", repair.id);
    let next = match (repair.ruling, repair.applied) {
        (Some(Ruling::Accepted), _) => format!("accepted; `rowmill decide reject {id}` takes that back"),
        (_, true) => format!("safe, so the data has it; `rowmill decide reject {id}` keeps it out"),
        _ if repair.is_report() => {
            format!("nothing says what is right; `rowmill decide reject {id}` says that nothing is wrong")
        }
        _ => format!("{}: `rowmill decide accept {id}`, or `reject`", repair.grade),
    };
    Diagnostic::new(repair.rule, severity, change(repair), repair.span)
        .with_note(repair.evidence.clone(), None)
        .with_help(next)
}

/// How much a repair matters to who judges data: the data has what is applied, and somebody should say whether a suggestion is
/// right.
pub(super) fn level(repair: &Repair) -> Severity {
    match (repair.applied, repair.grade) {
        (false, Grade::Suggested) => Severity::Warning,
        _ => Severity::Note,
    }
}

fn change(repair: &Repair) -> String {
    let (before, after) = (quoted(&repair.before), quoted(&repair.after));
    match (repair.is_report(), repair.after.is_empty()) {
        (true, _) => format!("{before} looks wrong"),
        (false, true) => format!("{before} should go"),
        (false, false) if repair.before.is_empty() => format!("{after} should stand here"),
        _ if repair.before == repair.after => {
            format!("{after} is {}, not {}", plural(repair.items_after.len(), "value"), repair.items_before.len())
        }
        _ => format!("{before} should read {after}"),
    }
}
