//! Where everything is printed: data to standard output, all else to standard error.
//!
//! A closed pipe behind standard output is success; what cannot be said on standard error is not said.

use std::io::{self, IsTerminal, Write};

use clap::ColorChoice;

use super::Verdict;
use super::args::OutputArgs;
use rowmill::emit::Writer;
use rowmill::escape::escape;
use rowmill::report::{Appearance, Report, Style, write_error};
use rowmill::{Diagnostic, Error, Severity, SourceMap};

/// The width to fit source lines into where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 120;

/// Shows an error where nothing is known yet of how the user wants it.
pub(super) fn show_error(error: &Error) {
    let _ = write_error(error, &mut io::stderr().lock(), Appearance { color: false, width: DEFAULT_WIDTH });
}

/// How this run prints.
pub(super) struct Console {
    is_quiet: bool,
    is_verbose: bool,
    appearance: Appearance,
    out_appearance: Appearance,
    writer: Writer,
    /// Whether the reader of standard output has gone.
    is_unread: bool,
}

impl Console {
    pub(super) fn new(args: &OutputArgs) -> Self {
        let color = |automatic: bool| match args.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => automatic,
        };
        let never = anstream::ColorChoice::Never;
        let width = |columns: Option<u16>, is_terminal: bool| {
            columns.map(usize::from).filter(|_| is_terminal).unwrap_or(DEFAULT_WIDTH)
        };
        let columns = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| width.0);
        let out_columns = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
        Self {
            writer: Writer { lock_timeout: args.lock_timeout },
            is_unread: false,
            is_quiet: args.quiet,
            is_verbose: args.verbose,
            appearance: Appearance {
                color: color(anstream::AutoStream::choice(&io::stderr()) != never),
                width: width(columns, io::stderr().is_terminal()),
            },
            out_appearance: Appearance {
                color: color(anstream::AutoStream::choice(&io::stdout()) != never),
                width: width(out_columns, io::stdout().is_terminal()),
            },
        }
    }

    /// Writes data.
    ///
    /// # Errors
    ///
    /// When standard output takes no more, unless its reader has gone.
    pub(super) fn out(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::io("standard output", "write to", cause))
            }
            result => {
                self.is_unread |= result.is_err();
                Ok(())
            }
        }
    }

    /// Whether nobody reads standard output any more.
    pub(super) fn is_unread(&self) -> bool {
        self.is_unread
    }

    /// How this run writes files.
    pub(super) fn writer(&self) -> Writer {
        self.writer
    }

    /// Says something that is not needed.
    pub(super) fn note(&mut self, text: &str) {
        if !self.is_quiet {
            self.say(text);
        }
    }

    /// Shows on a terminal how far the work is, in the place of what was shown last; an empty text takes that away.
    pub(super) fn progress(&mut self, text: &str) {
        if !self.is_quiet && io::stderr().is_terminal() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K{}", escape(text));
        }
    }

    /// Says in one line what is wrong.
    pub(super) fn error_line(&mut self, text: &str) {
        self.say(&format!("{text}\n"));
    }

    /// How lines of source are to be shown.
    pub(super) fn appearance(&self) -> Appearance {
        self.appearance
    }

    /// How what is written to standard output is to be shown there.
    pub(super) fn out_appearance(&self) -> Appearance {
        self.out_appearance
    }

    /// Whether everything is to be shown.
    pub(super) fn is_verbose(&self) -> bool {
        self.is_verbose
    }

    /// Shows what kept some of the input from being read, and turns it into the run's end.
    ///
    /// # Errors
    ///
    /// The last failure, when there is one.
    pub(super) fn failures(&mut self, mut errors: Vec<Error>) -> Result<Verdict, Error> {
        let last = errors.pop();
        errors.iter().for_each(|error| self.error(error));
        last.map_or(Ok(Verdict::Clean), Err)
    }

    /// Shows the error that ended the run.
    pub(super) fn error(&mut self, error: &Error) {
        let _ = write_error(error, &mut io::stderr().lock(), self.appearance);
    }

    /// Shows findings: errors with their lines of the page, the others in a line each, or as errors if that was asked for.
    pub(super) fn findings(&mut self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        let (full, concise) = (Style::named("full").expect("a style"), Style::named("concise").expect("a style"));
        let is_full = |finding: &Diagnostic| self.is_verbose || finding.severity == Severity::Error;
        let (long, short): (Vec<Diagnostic>, Vec<Diagnostic>) = diagnostics.iter().cloned().partition(is_full);
        let mut stderr = io::stderr().lock();
        if !self.is_quiet {
            let _ = (concise.write)(&Report::new(&short, sources), &mut stderr, self.appearance);
        }
        let _ = (full.write)(&Report::new(&long, sources), &mut stderr, self.appearance);
    }

    fn say(&self, text: &str) {
        let _ = io::stderr().lock().write_all(escape(text).as_bytes());
    }
}
