//! Which changes are made where: those of cargo-mutants, the boundaries of `<=` and `>=`, and calls that are left out as PIT does.

use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Block, Expr, Pat, ReturnType, Signature, Stmt, UnOp};

use crate::site::{Kind, Mutant, Site};
use crate::values::values;

/// The places of a file, whose mutants are added to `mutants`; a mutant's number is its place there and one.
///
/// # Errors
/// If the file is not Rust.
pub fn sites(file: &str, source: &str, mutants: &mut Vec<Mutant>) -> syn::Result<Vec<Site>> {
    let tree = syn::parse_file(source)?;
    let mut visitor = Visitor { file, source, mutants, names: Vec::new(), open: vec![Vec::new()] };
    visitor.visit_file(&tree);
    Ok(visitor.open.pop().expect("what is opened is closed"))
}

/// Whether code is there for tests, or for fuzzers, alone.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = match &attribute.meta {
            syn::Meta::List(list) if attribute.path().is_ident("cfg") => list.tokens.to_string(),
            meta => return meta.path().is_ident("test"),
        };
        tokens.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "test" || word == "fuzzing")
    })
}

struct Visitor<'f> {
    file: &'f str,
    source: &'f str,
    mutants: &'f mut Vec<Mutant>,
    /// The type and the functions that the code is in.
    names: Vec<String>,
    /// The places of what is being visited, from the outside in.
    open: Vec<Vec<Site>>,
}

impl Visitor<'_> {
    fn text(&self, range: Range<usize>) -> String {
        self.source[range].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn mutant(&mut self, span: Span, original: &str, replacement: &str) -> u32 {
        let start = span.start();
        self.mutants.push(Mutant {
            file: self.file.to_owned(),
            function: self.names.join("::"),
            line: start.line,
            column: start.column + 1,
            original: original.to_owned(),
            replacement: replacement.to_owned(),
        });
        u32::try_from(self.mutants.len()).expect("a few thousand")
    }

    fn site(&mut self, range: Range<usize>, kind: Kind, inside: impl FnOnce(&mut Self)) {
        self.open.push(Vec::new());
        inside(self);
        let children = self.open.pop().expect("it was pushed");
        self.open.last_mut().expect("the file's own is there").push(Site { range, kind, children });
    }

    /// A function: its value, and what is in it.
    fn function(&mut self, attributes: &[Attribute], signature: &Signature, body: &Block) {
        if is_for_tests(attributes) || signature.constness.is_some() {
            return;
        }
        self.names.push(signature.ident.to_string());
        let whole = body.span().byte_range();
        let written = self.text(whole.start + 1..whole.end - 1);
        let unit =
            syn::Type::Tuple(syn::TypeTuple { paren_token: syn::token::Paren::default(), elems: Default::default() });
        let output = match &signature.output {
            ReturnType::Default => &unit,
            ReturnType::Type(_, output) => output.as_ref(),
        };
        let is_default = signature.ident == "default";
        let replacements = if written.is_empty() || is_default { Vec::new() } else { values(output) };
        let mut made = Vec::new();
        for value in replacements.into_iter().filter(|value| *value != written) {
            let number = self.mutant(signature.ident.span(), "the function", &format!("return {value}"));
            made.push((number, value));
        }
        let start = whole.start + 1;
        self.site(start..start, Kind::Body(made), |_| ());
        self.visit_block(body);
        self.names.pop();
    }

    fn binary(&mut self, binary: &syn::ExprBinary) {
        let (left, right) = (binary.left.span().byte_range(), binary.right.span().byte_range());
        let whole = left.start..right.end;
        let operator = self.text(binary.op.span().byte_range());
        let others = others(&binary.op);
        let is_chain = has_let(&binary.left) || has_let(&binary.right);
        if others.is_empty() || is_chain {
            return visit::visit_expr_binary(self, binary);
        }
        let (from, to) = (self.text(left.clone()), self.text(right.clone()));
        let original = format!("{from} {operator} {to}");
        let mut numbered = Vec::new();
        for other in others {
            let number = self.mutant(binary.op.span(), &original, &format!("{from} {other} {to}"));
            numbered.push((number, *other));
        }
        let kind = match binary.op {
            BinOp::Eq(_) | BinOp::Ne(_) => Kind::Flip(numbered[0].0),
            BinOp::And(_) => Kind::Logic { number: numbered[0].0, left, operator: "&&", right },
            BinOp::Or(_) => Kind::Logic { number: numbered[0].0, left, operator: "||", right },
            BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                Kind::Compare { left, operator, right, others: numbered }
            }
            _ if operator.ends_with('=') => Kind::Assign { left, operator, right, others: numbered },
            _ => Kind::Compute { left, operator, right, others: numbered },
        };
        self.site(whole, kind, |visitor| visit::visit_expr_binary(visitor, binary));
    }

    fn guard(&mut self, guard: &Expr, arm: Option<Span>) {
        if has_let(guard) {
            return self.visit_expr(guard);
        }
        let original = format!("if {}", self.text(guard.span().byte_range()));
        let always = self.mutant(guard.span(), &original, "if true");
        let never = self.mutant(guard.span(), &original, "if false");
        let arm = arm.map(|pattern| self.arm(pattern));
        let kind = Kind::Guard { always, never, arm };
        self.site(guard.span().byte_range(), kind, |visitor| visitor.visit_expr(guard));
    }

    fn arm(&mut self, pattern: Span) -> u32 {
        let original = format!("arm {}", self.text(pattern.byte_range()));
        self.mutant(pattern, &original, "nothing")
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.attrs, &item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.function(&item.attrs, &item.sig, body);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let shown = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        // Texts that no decision depends on.
        if is_for_tests(&item.attrs) || shown.is_some_and(|last| last.ident == "Debug" || last.ident == "Display") {
            return;
        }
        self.names.push(self.text(item.self_ty.span().byte_range()));
        item.items.iter().for_each(|inner| self.visit_impl_item(inner));
        self.names.pop();
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    // What is computed when the program is built cannot be chosen when it runs.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_item_enum(&mut self, _: &'ast syn::ItemEnum) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_trait_item_const(&mut self, _: &'ast syn::TraitItemConst) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        self.binary(binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let whole = unary.span().byte_range();
        let operand = unary.expr.span().byte_range();
        let (original, replacement) = (self.text(whole.clone()), self.text(operand.clone()));
        let kind = match unary.op {
            UnOp::Not(_) => Kind::Flip(self.mutant(unary.span(), &original, &replacement)),
            UnOp::Neg(_) => Kind::Sign { number: self.mutant(unary.span(), &original, &replacement), operand },
            _ => return visit::visit_expr_unary(self, unary),
        };
        self.site(whole, kind, |visitor| visit::visit_expr_unary(visitor, unary));
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.visit_expr(&matched.expr);
        let rest = matched.arms.last().is_some_and(|last| matches!(last.pat, Pat::Wild(_)) && last.guard.is_none());
        for (index, arm) in matched.arms.iter().enumerate() {
            let can_go = rest && index + 1 < matched.arms.len();
            match &arm.guard {
                Some((_, guard)) => self.guard(guard, can_go.then(|| arm.pat.span())),
                None if can_go => {
                    let number = self.arm(arm.pat.span());
                    let end = arm.pat.span().byte_range().end;
                    self.site(end..end, Kind::Arm(number), |_| ());
                }
                None => {}
            }
            self.visit_expr(&arm.body);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let Stmt::Expr(expression, Some(semicolon)) = statement
            && is_plain_call(expression)
        {
            let range = expression.span().byte_range().start..semicolon.span().byte_range().end;
            let original = self.text(range.clone());
            let number = self.mutant(expression.span(), &original, "nothing");
            return self.site(range, Kind::Statement(number), |visitor| visitor.visit_expr(expression));
        }
        visit::visit_stmt(self, statement);
    }

    /// Of macros `matches!` alone is looked into: it is a condition.
    fn visit_expr_macro(&mut self, macro_: &'ast syn::ExprMacro) {
        let Ok(matches) = macro_.mac.parse_body::<Matches>() else { return };
        if !macro_.mac.path.is_ident("matches") {
            return;
        }
        let original = self.text(macro_.span().byte_range());
        let number = self.mutant(macro_.span(), &original, &format!("!{original}"));
        self.site(macro_.span().byte_range(), Kind::Flip(number), |visitor| {
            visitor.visit_expr(&matches.value);
            if let Some(guard) = &matches.guard {
                visitor.guard(guard, None);
            }
        });
    }
}

/// What stands in `matches!`.
struct Matches {
    value: Expr,
    guard: Option<Expr>,
}

impl syn::parse::Parse for Matches {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<syn::Token![,]>()?;
        Pat::parse_multi_with_leading_vert(input)?;
        let guard = if input.parse::<Option<syn::Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
        input.parse::<Option<syn::Token![,]>>()?;
        Ok(Matches { value, guard })
    }
}

/// A call whose value is not used: with `?`, and without attributes.
fn is_plain_call(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => call.attrs.is_empty(),
        Expr::MethodCall(call) => call.attrs.is_empty(),
        Expr::Try(tried) => tried.attrs.is_empty() && is_plain_call(&tried.expr),
        _ => false,
    }
}

/// Whether `let` is one of the conditions that `&&` joins: such a chain cannot be put into parentheses.
fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

fn others(operator: &BinOp) -> &'static [&'static str] {
    match operator {
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::Lt(_) => &["<=", "==", ">"],
        BinOp::Gt(_) => &[">=", "==", "<"],
        BinOp::Le(_) => &["<", ">"],
        BinOp::Ge(_) => &[">", "<"],
        BinOp::Add(_) => &["-", "*"],
        BinOp::Sub(_) => &["+", "/"],
        BinOp::Mul(_) => &["+", "/"],
        BinOp::Div(_) => &["%", "*"],
        BinOp::Rem(_) => &["/", "+"],
        BinOp::Shl(_) => &[">>"],
        BinOp::Shr(_) => &["<<"],
        BinOp::BitAnd(_) => &["|", "^"],
        BinOp::BitOr(_) => &["&", "^"],
        BinOp::BitXor(_) => &["|", "&"],
        BinOp::AddAssign(_) => &["-=", "*="],
        BinOp::SubAssign(_) => &["+=", "/="],
        BinOp::MulAssign(_) => &["+=", "/="],
        BinOp::DivAssign(_) => &["%=", "*="],
        BinOp::BitAndAssign(_) => &["|="],
        BinOp::BitOrAssign(_) => &["&="],
        _ => &[],
    }
}
