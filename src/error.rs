//! What stops a run: an unreadable page, a recipe that cannot be understood, a table that is gone.
//!
//! An [`Error`] never describes the data; what is wrong *in* the data is a [`Diagnostic`](crate::Diagnostic).
//! This module knows no other. A new reason to stop is one more variant of [`ErrorKind`].

use std::fmt;
use std::io;

/// A `Result` whose error stops the run.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A reason for which the run cannot go on.
///
/// It is one pointer wide. [`Error::kind`] tells what happened, [`Error::excerpt`] where, [`Error::help`] how to go on.
pub struct Error(Box<ErrorParts>);

struct ErrorParts {
    kind: ErrorKind,
    excerpt: Option<Excerpt>,
    help: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of trouble an [`Error`] reports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written. Holds the path and what was being done to it.
    Io {
        /// The file or folder, as the user named it.
        path: String,
        /// What was tried, as a verb phrase: `read the page`.
        action: &'static str,
    },
    /// A file is no text that can be read: not UTF-8, or binary.
    NotText {
        /// The file, as the user named it.
        path: String,
        /// Bytes before the first offending byte.
        offset: usize,
        /// What is wrong there, as a sentence behind the path.
        reason: String,
    },
    /// A file is larger than any that is read.
    TooLarge {
        /// The file, as the user named it.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The greatest size in bytes.
        limit: u64,
    },
    /// A page holds no text at all.
    EmptyPage {
        /// The file, as the user named it.
        path: String,
    },
    /// A line of a stream of pages is none.
    Streamed {
        /// What is wrong with which one, in one sentence.
        message: String,
    },
    /// A recipe is not what a recipe may be.
    Recipe {
        /// The recipe file or built-in name.
        path: String,
        /// What is wrong, in one sentence.
        message: String,
    },
    /// A recipe selects something that the page does not have.
    NothingMatched {
        /// The page, as the user named it.
        path: String,
        /// What was looked for, in one sentence.
        message: String,
    },
    /// A file that an earlier run wrote, such as a lock file or a baseline, is not what it should be.
    Stored {
        /// The file.
        path: String,
        /// What is wrong, as a sentence behind the path.
        message: String,
    },
    /// A revision of a repository, or a file in it, is not there or cannot be read.
    Revision {
        /// What is wrong, in one sentence.
        message: String,
    },
    /// A page holds a table that is larger than any that is read.
    Limit {
        /// The page, as the user named it.
        path: String,
        /// The limit and what is over it, in one sentence.
        message: String,
    },
    /// The program itself failed over a file.
    Panic {
        /// The file, as the user named it.
        path: String,
        /// What was being done to it, as in "while … the file".
        doing: &'static str,
        /// What the failed code says of it.
        message: String,
    },
    /// A promise of the program itself was broken.
    Internal {
        /// The broken promise.
        message: String,
    },
    /// The command line asked for something that does not exist.
    Usage {
        /// What is wrong with the request.
        message: String,
    },
}

/// The line of a text that an [`Error`] is about, with the part of it to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The file that the line is from.
    pub path: String,
    /// The line's number, from 1.
    pub line: usize,
    /// The column of the part, from 1, in characters.
    pub column: usize,
    /// The whole line, without its end.
    pub text: String,
    /// The part to underline, in bytes of [`Excerpt::text`].
    pub part: std::ops::Range<usize>,
    /// What to write beside the underlined part; may be empty.
    pub label: String,
}

impl Error {
    /// An error of a kind, with nothing more known.
    pub fn new(kind: ErrorKind) -> Self {
        Self(Box::new(ErrorParts { kind, excerpt: None, help: None, cause: None }))
    }

    /// An error of reading or writing `path`.
    pub fn io(path: impl Into<String>, action: &'static str, cause: io::Error) -> Self {
        let mut error = Self::new(ErrorKind::Io { path: path.into(), action });
        error.0.cause = Some(Box::new(cause));
        error
    }

    /// A request that names something that does not exist.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage { message: message.into() })
    }

    /// A broken promise of the program itself.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal { message: message.into() })
    }

    /// The same error, with the line that it is about.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.0.excerpt = Some(excerpt);
        self
    }

    /// The same error, with advice on how to go on.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// What happened.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The line that the error is about, if it is about one.
    pub fn excerpt(&self) -> Option<&Excerpt> {
        self.0.excerpt.as_ref()
    }

    /// How to go on, if there is advice.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The code that `explain` takes, where there is one.
    pub fn code(&self) -> Option<&'static str> {
        match self.kind() {
            ErrorKind::Limit { .. } => Some("table-limit"),
            ErrorKind::Panic { .. } | ErrorKind::Internal { .. } => Some("internal-error"),
            _ => None,
        }
    }

    /// What is wrong in one line, without the place where it is.
    pub fn headline(&self) -> String {
        match self.kind() {
            ErrorKind::Io { path, action } => match &self.0.cause {
                Some(cause) => format!("cannot {action} `{path}`: {cause}"),
                None => format!("cannot {action} `{path}`"),
            },
            ErrorKind::NotText { path, reason, .. } => format!("`{path}` {reason}"),
            ErrorKind::TooLarge { path, size, limit } => {
                format!("`{path}` has {size} bytes, and no file of more than {limit} is read")
            }
            ErrorKind::Stored { path, message } => format!("`{path}` {message}"),
            ErrorKind::EmptyPage { path } => format!("`{path}` is empty"),
            ErrorKind::Recipe { message, .. }
            | ErrorKind::NothingMatched { message, .. }
            | ErrorKind::Limit { message, .. }
            | ErrorKind::Streamed { message }
            | ErrorKind::Revision { message }
            | ErrorKind::Usage { message } => message.clone(),
            ErrorKind::Panic { path, doing, message } if path.is_empty() => {
                format!("internal error of rowmill while {doing}: {message}")
            }
            ErrorKind::Panic { path, doing, message } => {
                format!("internal error of rowmill while {doing} `{path}`: {message}")
            }
            ErrorKind::Internal { message } => format!("internal error: {message}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.excerpt(), self.kind()) {
            (Some(Excerpt { path, line, column, .. }), _) => write!(out, "{path}:{line}:{column}: ")?,
            (
                None,
                ErrorKind::Recipe { path, .. }
                | ErrorKind::NothingMatched { path, .. }
                | ErrorKind::Limit { path, .. }
                | ErrorKind::Panic { path, .. }
                | ErrorKind::Stored { path, .. },
            ) if !path.is_empty() => write!(out, "{path}: ")?,
            _ => {}
        }
        out.write_str(&self.headline())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Error").field("kind", self.kind()).field("excerpt", &self.0.excerpt).finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
    }
}
