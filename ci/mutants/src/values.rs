//! What a function could return instead, by its type.

use syn::{GenericArgument, PathArguments, Type};

/// Expressions of a type; some of them do not compile, which a build tells.
pub fn values(of: &Type) -> Vec<String> {
    match of {
        Type::Never(_) | Type::ImplTrait(_) | Type::BareFn(_) | Type::TraitObject(_) => Vec::new(),
        Type::Paren(inner) => values(&inner.elem),
        Type::Tuple(tuple) if tuple.elems.is_empty() => vec!["()".to_owned()],
        Type::Tuple(tuple) => tuple
            .elems
            .iter()
            .fold(vec![String::new()], |starts, element| {
                let ends = values(element);
                starts.iter().flat_map(|start| ends.iter().map(move |end| format!("{start}{end}, "))).collect()
            })
            .into_iter()
            .map(|inner| format!("({inner})"))
            .collect(),
        Type::Array(array) => {
            values(&array.elem).into_iter().map(|value| format!("std::array::from_fn(|_| {value})")).collect()
        }
        Type::Reference(reference) => referred(reference),
        Type::Path(path) => path.path.segments.last().map(named).unwrap_or_default(),
        _ => vec!["Default::default()".to_owned()],
    }
}

fn referred(reference: &syn::TypeReference) -> Vec<String> {
    let leaked = |value: String| format!("Box::leak(Box::new({value}))");
    match reference.elem.as_ref() {
        Type::Path(path) if path.path.is_ident("str") => strings(&["\"\"", "\"xyzzy\""]),
        Type::Slice(slice) => {
            let one = values(&slice.elem).into_iter().map(|value| format!("Vec::leak(vec![{value}])"));
            std::iter::once("Vec::leak(Vec::new())".to_owned()).chain(one).collect()
        }
        Type::TraitObject(_) => Vec::new(),
        inner => values(inner).into_iter().map(leaked).collect(),
    }
}

fn named(segment: &syn::PathSegment) -> Vec<String> {
    let name = segment.ident.to_string();
    let inner = argument(segment).map(values).unwrap_or_default();
    let around = |before: &str| inner.iter().map(|value| format!("{before}({value})")).collect::<Vec<_>>();
    match name.as_str() {
        "bool" => strings(&["true", "false"]),
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => strings(&["0", "1"]),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => strings(&["0", "1", "-1"]),
        "f32" | "f64" => strings(&["0.0", "1.0", "-1.0"]),
        "String" => strings(&["String::new()", "\"xyzzy\".into()"]),
        "Option" => std::iter::once("None".to_owned()).chain(around("Some")).collect(),
        "Result" => around("Ok"),
        "Box" => around("Box::new"),
        "Vec" => {
            let one = inner.iter().map(|value| format!("vec![{value}]"));
            std::iter::once("Vec::new()".to_owned()).chain(one).collect()
        }
        "Cow" => strings(&["\"\".into()", "\"xyzzy\".into()"]),
        _ => strings(&["Default::default()"]),
    }
}

fn argument(segment: &syn::PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}
