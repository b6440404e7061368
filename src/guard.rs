//! A panic becomes an error that names the file and the step, so that the other files go on and nothing is replaced.
//!
//! A panic is a fault of this program or of a crate below it, never of the page. [`guard`] runs the work on one file and hands a panic
//! back as [`ErrorKind::Panic`]; `step` says what is being done to which file, for the message. [`keep_quiet`] is for the binary: the
//! text that the standard library would print tells a user nothing. It knows no step; another one is one more call of `step`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::OnceLock;

use crate::error::{Error, ErrorKind, Result};

thread_local! {
    /// What is being done, and to which file.
    static STEP: RefCell<Option<(&'static str, String)>> = const { RefCell::new(None) };
    /// Where the last panic was raised.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// How many guards the thread is within.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// The step and a part of the path at which a test wants a panic.
static WANTED: OnceLock<(String, String)> = OnceLock::new();

/// Says what is being done, in the words of "while … `path`".
#[track_caller]
pub(crate) fn step(doing: &'static str, path: &str) {
    STEP.with_borrow_mut(|step| *step = Some((doing, path.to_owned())));
    if let Some((wanted, part)) = WANTED.get() {
        assert!(wanted != doing || !path.contains(part.as_str()), "a test asked for it");
    }
}

/// Makes every step of some words on a file whose path has a part panic, in a test.
#[doc(hidden)]
pub fn panic_at(doing: &str, part: &str) {
    let _ = WANTED.set((doing.to_owned(), part.to_owned()));
}

/// Runs the work on a file.
///
/// # Errors
///
/// [`ErrorKind::Panic`] when the work panics, with the file of the last step, or with `path` before any step.
///
/// ```
/// use rowmill::{ErrorKind, guard::guard};
///
/// assert_eq!(guard("page.md", || 1 + 1)?, 2);
/// let nothing: [u8; 0] = [];
/// let error = guard("page.md", || nothing[std::hint::black_box(1)]).expect_err("there is no second byte");
/// assert!(matches!(error.kind(), ErrorKind::Panic { path, .. } if path == "page.md"));
/// # Ok::<(), rowmill::Error>(())
/// ```
pub fn guard<T>(path: &str, work: impl FnOnce() -> T) -> Result<T> {
    let outer = STEP.take();
    DEPTH.set(DEPTH.get() + 1);
    // Whatever the work has left half done is dropped with it.
    let result = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    let last = STEP.replace(outer);
    result.map_err(|payload| {
        let (doing, path) = last.unwrap_or(("reading", path.to_owned()));
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        let message = text.unwrap_or_else(|| "no reason was given".to_owned());
        let place = PLACE.take().map_or_else(String::new, |place| format!(", {place}"));
        Error::new(ErrorKind::Panic { path, doing, message }).with_help(format!(
            "this is a fault of rowmill {}{place}, not of the file; please report it with as little of the file as shows it",
            env!("CARGO_PKG_VERSION")
        ))
    })
}

/// How many guards a thread is within, for the threads that work for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth(usize);

impl Depth {
    /// That of this thread.
    pub(crate) fn here() -> Self {
        Self(DEPTH.get())
    }
}

/// A panic of one thread that is to be one of another.
pub(crate) struct Carried {
    payload: Box<dyn Any + Send>,
    step: Option<(&'static str, String)>,
    place: Option<String>,
}

impl Carried {
    /// Goes on with it in this thread.
    pub(crate) fn resume(self) -> ! {
        if self.step.is_some() {
            STEP.replace(self.step);
        }
        PLACE.replace(self.place);
        resume_unwind(self.payload)
    }
}

/// Does a part of another thread's work in this one. `depth` is that of the other.
pub(crate) fn carried<T>(depth: Depth, work: impl FnOnce() -> T) -> std::result::Result<T, Carried> {
    STEP.set(None);
    DEPTH.set(depth.0);
    // As in [`guard`]: whatever is left half done goes, since the other thread does not go on either.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Carried { payload, step: STEP.take(), place: PLACE.take() })
}

/// Keeps what a panic within a [`guard`] would print off standard error, and notes where it was raised.
pub fn keep_quiet() {
    let before = take_hook();
    set_hook(Box::new(move |info| {
        if DEPTH.get() == 0 {
            before(info);
        }
        PLACE.with_borrow_mut(|place| *place = place_of(info));
    }));
}

/// A place in a source file, without the folders of the machine that the program was built on.
fn place_of(info: &PanicHookInfo<'_>) -> Option<String> {
    let location = info.location()?;
    let file = location.file().replace('\\', "/");
    let inside = file.rsplit_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/')).map(|(_, rest)| rest);
    let inside = inside.or_else(|| file.rsplit_once("/library/").map(|(_, rest)| rest));
    Some(format!("{}:{}", inside.unwrap_or(&file), location.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(error: &Error) -> (&str, &str, &str) {
        match error.kind() {
            ErrorKind::Panic { path, doing, message } => (path, doing, message),
            other => panic!("{other:?} is no panic"),
        }
    }

    #[test]
    fn a_panic_names_the_last_step() {
        let error = guard("b.md", || {
            step("reading the tables of", "a.md");
            panic!("{} is odd", 3)
        })
        .map(|(): ()| ())
        .expect_err("it panics");
        assert_eq!(fault(&error), ("a.md", "reading the tables of", "3 is odd"));
        assert_eq!(error.to_string(), "a.md: internal error of rowmill while reading the tables of `a.md`: 3 is odd");
    }

    #[test]
    fn a_guard_within_another_one_leaves_its_step_alone() {
        let error = guard("outer.md", || {
            step("writing", "outer.csv");
            assert!(guard("inner.md", || panic!("inside")).map(|(): ()| ()).is_err());
            panic!("outside")
        })
        .map(|(): ()| ())
        .expect_err("it panics");
        assert_eq!(fault(&error), ("outer.csv", "writing", "outside"));
    }

    #[test]
    fn without_a_step_the_path_is_that_of_the_guard() {
        let error = guard("a.md", || panic!("early")).map(|(): ()| ()).expect_err("it panics");
        assert_eq!(fault(&error), ("a.md", "reading", "early"));
    }
}
