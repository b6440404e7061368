//! A place in the code with the changes that can be made there, and how it is written with all of them at once.

use std::ops::Range;

/// One change of the code.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Its file, from the root of the repository.
    pub file: String,
    /// The function that it is in, with its type.
    pub function: String,
    /// From one.
    pub line: usize,
    /// From one.
    pub column: usize,
    /// The code as it is, in one line.
    pub original: String,
    /// The code as it would be.
    pub replacement: String,
}

impl Mutant {
    /// What names it wherever it stands in its function.
    pub fn name(&self) -> String {
        format!("{} {}: {} → {}", self.file, self.function, self.original, self.replacement)
    }
}

/// How the changes of a place are written. Each is named by its number; a `Range` is one of bytes of the file.
pub enum Kind {
    /// A condition that is turned round.
    Flip(u32),
    /// `&&` that becomes `||`, or the other way round.
    Logic { number: u32, left: Range<usize>, operator: &'static str, right: Range<usize> },
    /// A comparison: its operands are borrowed.
    Compare { left: Range<usize>, operator: String, right: Range<usize>, others: Vec<(u32, &'static str)> },
    /// Arithmetic: its operands are moved.
    Compute { left: Range<usize>, operator: String, right: Range<usize>, others: Vec<(u32, &'static str)> },
    /// `+=` and its like.
    Assign { left: Range<usize>, operator: String, right: Range<usize>, others: Vec<(u32, &'static str)> },
    /// A sign that is left out.
    Sign { number: u32, operand: Range<usize> },
    /// A guard that holds always, or never; with the number of its arm left out, where it can be.
    Guard { always: u32, never: u32, arm: Option<u32> },
    /// An arm without a guard that is left out: the place is the end of its pattern.
    Arm(u32),
    /// A function that returns another value: the place is the start of its body.
    Body(Vec<(u32, String)>),
    /// A statement that is left out.
    Statement(u32),
}

/// A place with its changes.
pub struct Site {
    /// Where it stands in the file.
    pub range: Range<usize>,
    /// Its changes.
    pub kind: Kind,
    /// The places within.
    pub children: Vec<Site>,
}

impl Kind {
    fn numbers(&self) -> Vec<u32> {
        match self {
            Kind::Flip(number) | Kind::Arm(number) | Kind::Statement(number) => vec![*number],
            Kind::Logic { number, .. } | Kind::Sign { number, .. } => vec![*number],
            Kind::Compare { others, .. } | Kind::Compute { others, .. } | Kind::Assign { others, .. } => {
                others.iter().map(|(number, _)| *number).collect()
            }
            Kind::Guard { always, never, arm } => [*always, *never].into_iter().chain(*arm).collect(),
            Kind::Body(values) => values.iter().map(|(number, _)| *number).collect(),
        }
    }
}

/// A file with all of its changes, and where each came to stand.
pub struct Rendered<'f> {
    source: &'f str,
    is_alive: &'f dyn Fn(u32) -> bool,
    /// The text.
    pub text: String,
    /// Places of the text with the changes that an error there is the fault of.
    pub places: Vec<(Range<usize>, Vec<u32>)>,
}

impl<'f> Rendered<'f> {
    /// Writes the file anew with the changes that are alive.
    pub fn new(source: &'f str, sites: &[Site], is_alive: &'f dyn Fn(u32) -> bool) -> Self {
        let mut rendered = Rendered { source, is_alive, text: String::new(), places: Vec::new() };
        rendered.range(0..source.len(), sites);
        rendered
    }

    fn range(&mut self, range: Range<usize>, sites: &[Site]) {
        let mut at = range.start;
        for site in sites.iter().filter(|site| range.start <= site.range.start && site.range.end <= range.end) {
            self.text.push_str(&self.source[at..site.range.start]);
            self.site(site);
            at = site.range.end;
        }
        self.text.push_str(&self.source[at..range.end]);
    }

    fn site(&mut self, site: &Site) {
        let alive: Vec<u32> = site.kind.numbers().into_iter().filter(|number| (self.is_alive)(*number)).collect();
        if alive.is_empty() {
            self.range(site.range.clone(), &site.children);
            return;
        }
        let start = self.text.len();
        self.kind(site);
        self.places.push((start..self.text.len(), alive));
    }

    fn kind(&mut self, site: &Site) {
        let inner = &site.children;
        match &site.kind {
            Kind::Flip(number) => {
                self.text.push('(');
                self.grouped(site.range.clone(), inner);
                self.text.push_str(&format!(" ^ {})", is(*number)));
            }
            Kind::Logic { number, left, operator, right } => {
                self.text.push_str("(((");
                self.grouped(left.clone(), inner);
                self.text.push_str(&format!(" ^ {}) {operator} (", is(*number)));
                self.grouped(right.clone(), inner);
                self.text.push_str(&format!(" ^ {})) ^ {})", is(*number), is(*number)));
            }
            Kind::Compare { left, operator, right, others } => {
                self.text.push_str("(match (&");
                self.grouped(left.clone(), inner);
                self.text.push_str(", &");
                self.grouped(right.clone(), inner);
                self.choice(operator, others);
            }
            Kind::Compute { left, operator, right, others } => {
                self.text.push_str("(match (");
                self.grouped(left.clone(), inner);
                self.text.push_str(", ");
                self.grouped(right.clone(), inner);
                self.choice(operator, others);
            }
            Kind::Assign { left, operator, right, others } => {
                self.text.push('{');
                for (number, other) in others.iter().filter(|(number, _)| (self.is_alive)(*number)) {
                    let start = self.text.len();
                    self.text.push_str(&format!("if {} {{", is(*number)));
                    self.range(left.clone(), inner);
                    self.text.push_str(&format!(" {other} "));
                    self.range(right.clone(), inner);
                    self.text.push_str(";} else ");
                    self.places.push((start..self.text.len(), vec![*number]));
                }
                self.text.push('{');
                self.range(left.clone(), inner);
                self.text.push_str(&format!(" {operator} "));
                self.range(right.clone(), inner);
                self.text.push_str(";}}");
            }
            Kind::Sign { number, operand } => {
                self.text.push_str(&format!("(if {} {{", is(*number)));
                self.range(operand.clone(), inner);
                self.text.push_str("} else {");
                self.range(site.range.clone(), inner);
                self.text.push_str("})");
            }
            Kind::Guard { always, never, arm } => {
                self.text.push('(');
                if let Some(arm) = arm {
                    self.text.push_str(&format!("!{} && ", is(*arm)));
                }
                self.text.push_str(&format!("({} || !{} && ", is(*always), is(*never)));
                self.grouped(site.range.clone(), inner);
                self.text.push_str("))");
            }
            Kind::Arm(number) => self.text.push_str(&format!(" if !{}", is(*number))),
            Kind::Body(values) => {
                for (number, value) in values.iter().filter(|(number, _)| (self.is_alive)(*number)) {
                    let start = self.text.len();
                    self.text.push_str(&format!(" if {} {{ return {value}; }}", is(*number)));
                    self.places.push((start..self.text.len(), vec![*number]));
                }
            }
            Kind::Statement(number) => {
                self.text.push_str(&format!("if !{} {{ ", is(*number)));
                self.range(site.range.clone(), inner);
                self.text.push_str(" }");
            }
        }
    }

    fn grouped(&mut self, range: Range<usize>, sites: &[Site]) {
        self.text.push('(');
        self.range(range, sites);
        self.text.push(')');
    }

    fn choice(&mut self, operator: &str, others: &[(u32, &'static str)]) {
        self.text.push_str(") { (left_, right_) => ");
        for (number, other) in others.iter().filter(|(number, _)| (self.is_alive)(*number)) {
            let start = self.text.len();
            self.text.push_str(&format!("if {} {{ left_ {other} right_ }} else ", is(*number)));
            self.places.push((start..self.text.len(), vec![*number]));
        }
        self.text.push_str(&format!("{{ left_ {operator} right_ }} }})"));
    }
}

fn is(number: u32) -> String {
    format!("crate::mutants::is({number})")
}
