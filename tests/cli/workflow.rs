//! Runs the steps of a workflow as GitHub's runner would, as far as that goes without GitHub: what a step runs is run by the same
//! shell, with the files that a runner gives; `gh` and `curl` are stand-ins; steps that use an action are left out.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::environment::without_environment;

/// What a step came to.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) success: bool,
    /// Standard output and standard error.
    pub(crate) said: String,
}

/// A machine for one job after the other, in one checked out folder.
pub(crate) struct Runner {
    folder: PathBuf,
    temp: TempDir,
    /// What `${{ … }}` stands for.
    expressions: BTreeMap<&'static str, String>,
}

/// `gh`: writes down how it was called, and answers from a file that is named like its first two words.
const GH: &str = r#"#!/usr/bin/env bash
printf '%q ' gh "$@" >> "$STANDINS/calls"; echo >> "$STANDINS/calls"
cat "$STANDINS/gh-$1-$2" 2> /dev/null || true
for word in "$@"; do
    case $word in body=@*) cp "${word#body=@}" "$STANDINS/body" ;; esac
done
while [ $# -gt 0 ]; do
    if [ "$1" = --body-file ]; then cp "$2" "$STANDINS/body"; fi
    shift
done
"#;

/// `curl`: takes the page from a folder, by the last part of its address.
const CURL: &str = r#"#!/usr/bin/env bash
while [ $# -gt 1 ]; do
    if [ "$1" = --output ]; then output=$2; fi
    shift
done
cp "$STANDINS/web/${1##*/}" "$output"
"#;

impl Runner {
    pub(crate) fn new(folder: &Path) -> Self {
        let temp = TempDir::new().expect("a temporary folder can be made");
        let runner = Self { folder: folder.to_owned(), temp, expressions: BTreeMap::new() };
        for folder in ["bin", "web", "runner", "home/.rowmill/bin"] {
            fs::create_dir_all(runner.standins().join(folder)).expect("a folder can be made");
        }
        let binary = runner.standins().join("home/.rowmill/bin/rowmill");
        symlink(env!("CARGO_BIN_EXE_rowmill"), binary).expect("a link can be made");
        for (name, text) in [("gh", GH), ("curl", CURL)] {
            let path = runner.standins().join("bin").join(name);
            fs::write(&path, text).expect("a file can be written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a file can be made to run");
        }
        runner
    }

    /// Where the stand-ins find what they give, and leave what they got.
    pub(crate) fn standins(&self) -> &Path {
        self.temp.path()
    }

    /// What the stand-ins got, or a step left in its folder for temporary files.
    pub(crate) fn left(&self, name: &str) -> String {
        fs::read_to_string(self.standins().join(name)).unwrap_or_default()
    }

    pub(crate) fn with(mut self, expression: &'static str, value: &str) -> Self {
        self.expressions.insert(expression, value.to_owned());
        self
    }

    /// Runs the steps of a job up to the first that fails, and those after it that want to be run all the same.
    pub(crate) fn run(&self, workflow: &str, job: &str) -> Vec<Step> {
        self.run_with(workflow, job, || ())
    }

    /// The same, after what a step that is left out would have done.
    pub(crate) fn run_with(&self, workflow: &str, job: &str, prepare: impl Fn()) -> Vec<Step> {
        let text = fs::read_to_string(self.folder.join(".github/workflows").join(workflow)).expect("it is there");
        let workflow: Value = serde_yaml::from_str(&text).expect("a workflow is YAML");
        let job = &workflow["jobs"][job];
        self.clear();
        prepare();
        let mut done: Vec<Step> = Vec::new();
        let mut outcomes = BTreeMap::new();
        for step in job["steps"].as_array().expect("a job has steps") {
            let Some(script) = step["run"].as_str() else { continue };
            assert!(!script.contains("${{"), "a page could write what is run: {script}");
            if !self.is_wanted(&step["if"], done.iter().all(|step| step.success), &outcomes) {
                continue;
            }
            let env = [&workflow["env"], &job["env"], &step["env"]].into_iter().flat_map(|env| self.env(env));
            let ran = self.step(step["name"].as_str().expect("a step has a name"), script, env.collect());
            if let Some(id) = step["id"].as_str() {
                outcomes.insert(id.to_owned(), ran.success);
            }
            done.push(ran);
        }
        done
    }

    /// A runner's files are new for each job.
    fn clear(&self) {
        let runner = self.standins().join("runner");
        fs::remove_dir_all(&runner).expect("a folder can be removed");
        fs::create_dir_all(&runner).expect("a folder can be made");
    }

    fn is_wanted(&self, condition: &Value, is_well: bool, outcomes: &BTreeMap<String, bool>) -> bool {
        let Some(condition) = condition.as_str() else { return is_well };
        let inner = condition.trim().trim_start_matches("${{").trim_end_matches("}}");
        inner.split("&&").map(str::trim).all(|part| match part {
            "!cancelled()" => true,
            _ => {
                let id = part.strip_prefix("steps.").and_then(|rest| rest.strip_suffix(".outcome == 'success'"));
                let id = id.unwrap_or_else(|| panic!("the condition `{part}` is not known here"));
                outcomes.get(id).copied().unwrap_or(false)
            }
        })
    }

    fn env(&self, env: &Value) -> Vec<(String, String)> {
        let value = |value: &Value| match value.as_str() {
            Some(text) => match text.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")) {
                Some(name) => self.expressions.get(name).unwrap_or_else(|| panic!("what is `{name}`?")).clone(),
                None => text.to_owned(),
            },
            None => value.to_string(),
        };
        env.as_object().into_iter().flatten().map(|(name, given)| (name.clone(), value(given))).collect()
    }

    fn step(&self, name: &str, script: &str, env: Vec<(String, String)>) -> Step {
        let runner = self.standins().join("runner");
        let file = self.standins().join("step.sh");
        fs::write(&file, script).expect("a file can be written");
        let added = fs::read_to_string(runner.join("path")).unwrap_or_default();
        let system = std::env::var("PATH").expect("there is a PATH");
        let mut path = vec![self.standins().join("bin").display().to_string()];
        path.extend(added.lines().map(str::to_owned));
        path.push(system);
        // As GitHub runs `shell: bash`.
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&file).current_dir(&self.folder);
        let output = without_environment(command.stdin(Stdio::null()))
            .env("PATH", path.join(":"))
            .env("HOME", self.standins().join("home"))
            .env("STANDINS", self.standins())
            .env("RUNNER_TEMP", &runner)
            .env("GITHUB_PATH", runner.join("path"))
            .env("GITHUB_STEP_SUMMARY", runner.join("summary.md"))
            .envs(env)
            .output()
            .expect("bash runs");
        let said = [output.stdout, output.stderr].concat();
        Step {
            name: name.to_owned(),
            success: output.status.success(),
            said: String::from_utf8_lossy(&said).into_owned(),
        }
    }
}

/// Runs git in a folder, with no configuration but its own.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
