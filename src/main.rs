fn main() {
    let b = &rowmill::BUILTINS[0];
    let recipe = rowmill::parse_recipe(b.path, b.recipe).unwrap();
    let mut s = rowmill::SourceMap::new();
    let id = match std::env::args().nth(1) { Some(p) => s.read(p.as_ref()).unwrap(), None => s.add(b.pages[0].0, b.pages[0].1) };
    let o = rowmill::run(&recipe, &s, &[id]).unwrap();
    for (d, t) in o.datasets.iter().zip(&o.tallies) { println!("{} {} {:?}", d.name(), d.records().len(), t); }
    for r in o.repair_log.records() { let v: Vec<String> = r.values.iter().map(|v| v.value.to_string()).collect(); println!("{}", v.join(" | ")); }
    for d in &o.diagnostics { println!("{} {} {} {:?}", d.severity, d.code, d.message, d.span.map(|x| s.position(x))); }
}
