//! Runs every input that is kept: `replay FOLDER`, where each target's inputs lie in the folder of its name.
//!
//! A target whose inputs are gone is an error: nothing looked at is no success.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use rowmill_fuzz::TARGETS;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: replay FOLDER");
        return ExitCode::from(2);
    };
    let mut is_whole = true;
    for target in TARGETS {
        match replay(&Path::new(&folder).join(target.name), target.run) {
            Ok(count) if count > 0 => println!("{:<10} {count} inputs hold", target.name),
            Ok(_) => {
                eprintln!("{}: there is no input", target.name);
                is_whole = false;
            }
            Err(error) => {
                eprintln!("{}: the inputs cannot be read: {error}", target.name);
                is_whole = false;
            }
        }
    }
    if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the inputs of a folder in the order of their names. How many there are.
fn replay(folder: &Path, run: fn(&[u8])) -> std::io::Result<usize> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    for path in &paths {
        let input = fs::read(path)?;
        // A panic says what is broken; this says by which input.
        let result = std::panic::catch_unwind(|| run(&input));
        if let Err(panic) = result {
            eprintln!("the input is {}", path.display());
            std::panic::resume_unwind(panic);
        }
    }
    Ok(paths.len())
}
